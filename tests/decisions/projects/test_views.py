"""The pages of projects: public contents, permissions, input preserved after errors."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions.models import Project, Proposal
from decisions.projects.services import construction as construction
from decisions.projects.services import proposals
from decisions.projects.services.construction import Progress
from decisions.projects.services.proposals import Screening
from office.files.services import take_in_file
from tests.ballots import congress
from tests.cases.files import photo
from tests.county import answered, published
from tests.decisions.projects.projects import (
    COMMITTEE,
    programme,
    project,
    reviewed,
    running,
    voted,
)
from tests.decisions.projects.test_investment import listed, ranked

pytestmark = pytest.mark.django_db
DECIDED = {
    "decider": "费县人民政府第 41 次常务会议",
    "decided_on": "2026-02-01",
    "document": "费政会〔2026〕4 号",
}


def page(client, name, *args, **asked):
    return client.get(reverse(f"decisions:{name}", args=args), asked)


def text_of(answer):
    return answer.content.decode()


def test_in_preparation_nothing_is_public(client, county):
    row = project(county, programme(county))

    assert page(client, "project", row.code).status_code == 404
    assert row.name not in text_of(page(client, "projects"))
    assert page(client, "year", "livelihood", 2026).status_code == 404


def test_a_project_shows_what_is_built_paid_and_who_decided(client, county):
    row = running(county)
    construction.report_progress(
        project=row,
        progress=Progress(
            date(2026, 6, 20), "已清淤。", 40, Decimal("480000"), Decimal("360000")
        ),
        by=county.handler,
    )

    text = text_of(page(client, "project", row.code))

    assert "40%" in text
    assert "36.00 万元" in text
    assert COMMITTEE.document in text
    assert "逾期" in text
    assert "3 票，第 1 名" in text


def test_whose_words_it_grew_out_of_is_shown_with_public_ones_linked(client, county):
    case = published(county, answered(county))
    plan = programme(county, seats=1)
    rows = reviewed(county, plan, 2)
    hidden = answered(county, text="我家的事，请不要公开。")
    for text in (case, hidden):
        found = proposals.propose_from_case(programme=plan, case=text, by=county.office)
        proposals.take_proposal(
            proposal=found,
            project=rows[0],
            screening=Screening(True, True, True, True),
            by=county.office,
        )
    voted(county, plan, "a.", "a.", "a.")

    text = text_of(page(client, "project", rows[0].code))

    assert case.get_public_url() in text
    assert "一件没有公开的群众意见" in text
    assert "我家的事" not in text


def test_a_year_shows_every_disposition(client, county):
    ranked(county)

    text = text_of(page(client, "year", "investment", 2026))

    assert "没有进入优选" in text
    assert "去向没有定" in text
    assert page(client, "year", "else", 2026).status_code == 404
    assert page(client, "year", "investment", 1999).status_code == 404


def test_home_leads_to_each_year_and_says_what_is_late(client, county):
    row = running(county)

    text = text_of(page(client, "home"))

    assert row.programme.get_public_url() in text
    assert "节点逾期" in text
    assert row.get_public_url() in text


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "late"},
        {"state": "running"},
        {"kind": "livelihood", "year": 2026, "q": "项目1"},
    ],
)
def test_the_filter_finds_it(client, county, asked):
    row = running(county)
    assert page(client, "projects", **asked).context["page"].rows == [row]


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "done"},
        {"kind": "investment"},
        {"q": "没有这样的"},
        {"year": "甲", "town": "9999999", "after": "x", "q": "\x00"},
    ],
)
def test_the_filter_takes_anything(client, county, asked):
    running(county)
    assert page(client, "projects", **asked).status_code == 200


def test_evidence_is_served_with_its_project_only(client, county):
    row = running(county)
    kept = take_in_file(upload=photo("现场.jpg"), by=county.handler)
    construction.report_progress(
        project=row,
        progress=Progress(
            date(2026, 6, 20), "清淤", 40, Decimal(1), Decimal(1), (), [kept]
        ),
        by=county.handler,
    )
    file = row.reports.get().files.get()

    assert "现场.jpg" in text_of(page(client, "project", row.code))
    other = reverse("decisions:project_file", args=["ms2026-999", file.pk])
    assert client.get(other).status_code == 404


WHO = {
    "office": {"visit", "archive", "satisfaction"},
    "handler": {"report", "finish", "change"},
    "dispatcher": set(),
    "deputy_user": {"visit"},
    "other_office": set(),
}


@pytest.mark.parametrize("who", WHO)
def test_who_may_do_what_with_a_running_project(client, county, who):
    row = running(county)
    client.force_login(getattr(county, who))

    acts = {"report", "finish", "change", "visit", "edit", "milestone", "satisfaction"}
    codes = {
        name: client.get(reverse("decisions:project_act", args=[row.pk, name]))
        for name in acts
    }
    opened = {name for name, answer in codes.items() if answer.status_code == 200}

    assert opened == WHO[who] - {"archive", "satisfaction"}
    assert page(client, "desk_project", row.pk).status_code == 200


def test_progress_is_reported_on_a_page_and_stands_in_public_at_once(client, county):
    row = running(county)
    client.force_login(county.handler)
    url = reverse("decisions:project_act", args=[row.pk, "report"])
    data = {
        "day": "2026-06-20",
        "percent": "40",
        "invested": "48",
        "paid": "36.5",
        "text": "清淤 500 米。",
        "reached": [row.milestones.get().pk],
    }

    wrong = client.post(url, {**data, "paid": "9999"})
    assert "超过了总投资" in text_of(wrong)
    assert "清淤 500 米。" in text_of(wrong)
    assert client.post(url, data).status_code == 302

    row.milestones.get(done_on=date(2026, 6, 20))
    assert "36.50 万元" in text_of(page(client, "project", row.code))


def test_the_government_picks_on_one_page_and_says_why_against_the_rank(client, county):
    plan, rows = ranked(county)
    client.force_login(county.dispatcher)
    url = reverse("decisions:programme_selection", args=[plan.pk])
    text = DECIDED | {f"disposition-{row.pk}": "reserve" for row in rows}
    text |= {f"take-{rows[0].pk}": "on", f"take-{rows[2].pk}": "on"}

    refused = client.post(url, text)
    assert "要写明理由" in text_of(refused)
    assert DECIDED["document"] in text_of(refused)
    why = {f"why-{rows[1].pk}": "没有用地", f"why-{rows[2].pk}": "汛前要做"}
    assert client.post(url, text | why).status_code == 302

    assert client.get(url).status_code == 403
    states = [Project.objects.get(pk=row.pk).state for row in rows]
    assert states == ["chosen", "dropped", "chosen", "dropped", "dropped"]
    shown = text_of(page(client, "year", "investment", 2026))
    assert "汛前要做" in shown
    assert "没有用地" in shown


def test_the_steps_of_a_year_are_offered_when_there_is_something_for_them(
    client, county
):
    plan = programme(county)
    client.force_login(county.office)

    def offered():
        return dict(page(client, "programme", plan.pk).context["acts"])

    assert set(offered()) == {"add", "import", "edit"}
    project(county, plan)
    assert {"nominate", "drop"} <= set(offered())
    assert "review" not in offered()
    missing = client.get(reverse("decisions:programme_act", args=[plan.pk, "start"]))
    assert missing.status_code == 403


def test_the_year_goes_to_the_vote_by_its_pages(client, county):
    congress.seat_deputies(county, 3)
    plan = programme(county, seats=1)
    rows = [project(county, plan, name) for name in ("修桥", "修路")]
    client.force_login(county.office)
    for name in ("nominate", "review", "vote"):
        url = reverse("decisions:programme_act", args=[plan.pk, name])
        chosen = {} if name == "vote" else {"projects": [row.pk for row in rows]}
        assert client.post(url, DECIDED | chosen).status_code == 302

    plan.refresh_from_db()
    assert [item.title for item in plan.ballot.items.all()] == ["修桥", "修路"]
    assert plan.ballot.electors.count() == 3


def test_a_resident_proposes_once_and_reads_that_it_came(client, county):
    programme(county)
    url = reverse("decisions:propose")
    key = client.get(url).context["form"]["key"].initial
    data = {
        "key": key,
        "title": "建公交站",
        "text": "等车没有地方躲雨",
        "division": county.village.pk,
        "phone": "13805391234",
    }

    assert client.post(url, {"key": key, "title": "建公交站"}).status_code == 200
    # 个人信息保护法 第十七条: the notice first, then the phone.
    refused = client.post(url, data).content.decode()
    assert "告知书（第" in refused
    assert "请先看告知书再勾选" in refused
    assert not Proposal.objects.exists()
    for _ in range(2):
        assert client.post(url, {**data, "consent": "on"}).status_code == 302
    row = Proposal.objects.get()
    assert row.consent is not None
    assert (row.title, row.source) == ("建公交站", "public")


def test_many_proposals_from_one_network_wait_and_keep_what_was_typed(client, county):
    programme(county)
    data = {"text": "等车没有地方躲雨", "division": county.village.pk}
    url = reverse("decisions:propose")
    for number in range(20):
        client.post(url, {**data, "key": f"k{number}", "title": f"站 {number}"})
    page = client.post(url, {**data, "key": "k99", "title": "第二十一个"})

    assert Proposal.objects.count() == 20
    assert "过十分钟再提" in page.content.decode()
    assert "第二十一个" in page.content.decode()


def test_outside_the_period_the_form_says_so(client, county):
    programme(county, collects_from=date(2020, 1, 1), collects_until=date(2020, 2, 1))
    text = text_of(page(client, "propose"))
    assert "征集已经结束" in text
    assert "<textarea" not in text


def test_a_deputy_proposes_and_sees_only_their_own(client, county):
    plan = programme(county)
    client.force_login(county.deputy_user)
    url = reverse("decisions:proposal_new")
    key = client.get(url).context["form"]["key"].initial
    data = {
        "programme": plan.pk,
        "title": "集镇公厕",
        "text": "赶集没有地方上厕所",
        "division": county.village.pk,
        "key": key,
    }
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 302
    row = Proposal.objects.get()
    assert page(client, "proposals").context["page"].rows == [row]
    assert page(client, "proposal", row.pk).status_code == 200
    act = reverse("decisions:proposal_act", args=[row.pk, "take"])
    assert client.get(act).status_code == 403


def test_a_case_is_proposed_from_its_page_and_leads_to_what_grew(client, county):
    plan = programme(county)
    case = answered(county)
    client.force_login(county.office)
    add_links = reverse("decisions:case_propose", args=[case.pk])
    assert add_links in text_of(client.get(case.get_absolute_url()))

    assert client.post(add_links, {"programme": plan.pk}).status_code == 302

    page = text_of(client.get(case.get_absolute_url()))
    assert add_links not in page
    assert Proposal.objects.get().get_absolute_url() in page


def test_screening_on_pages_takes_and_refuses(client, county):
    plan = programme(county)
    target = project(county, plan)
    client.force_login(county.dispatcher)
    rows = [
        proposals.propose_from_case(
            programme=plan, case=answered(county, text=text), by=county.office
        )
        for text in ("路坏了三年了。", "桥坏了三年了。")
    ]
    take = reverse("decisions:proposal_act", args=[rows[0].pk, "take"])
    ticks = {"is_broad": "on", "is_public": "on", "is_feasible": "on"}
    assert "四项都通过" in text_of(client.post(take, ticks | {"project": target.pk}))
    every = ticks | {"is_affordable": "on", "project": target.pk}
    assert client.post(take, every).status_code == 302
    refuse = reverse("decisions:proposal_act", args=[rows[1].pk, "refuse"])
    assert client.post(refuse, {"refusal": "debt", "reason": ""}).status_code == 200
    data = {"refusal": "debt", "reason": "要借债。"}
    assert client.post(refuse, data).status_code == 302
    assert [Proposal.objects.get(pk=r.pk).state for r in rows] == ["taken", "refused"]


def test_changes_are_registered_by_the_committees_office_only(client, county):
    row = running(county)
    client.force_login(county.handler)
    ask = reverse("decisions:project_act", args=[row.pk, "change"])
    data = {"kind": "stop", "reason": "选址冲突"}
    assert client.post(ask, data).status_code == 302
    change = row.changes.get()
    consent = reverse("decisions:change_act", args=[change.pk, "consent"])
    assert client.get(consent).status_code == 403

    client.force_login(county.office)
    listed_rows = page(client, "desk_projects", show="consent").context["page"].rows
    assert listed_rows == [row]
    assert client.post(consent, DECIDED).status_code == 302
    assert Project.objects.get(pk=row.pk).state == "stopped"
    assert "选址冲突" in text_of(page(client, "project", row.code))


@pytest.mark.parametrize("name", ["projects", "desk_projects"])
def test_a_longer_list_costs_no_more_queries(client, county, name):
    client.force_login(county.office)
    _, rows = listed(county, count=3)
    Project.objects.filter(pk__in=[row.pk for row in rows]).update(state="on_ballot")

    def queries(**asked):
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            found = len(page(client, name, **asked).context["page"].rows)
        return found, len(made)

    queries()
    few = queries(q="工程1")
    assert few[0] == 1
    assert queries() == (3, few[1])


def test_a_longer_list_of_proposals_costs_no_more_queries(client, county):
    plan = programme(county)
    client.force_login(county.office)

    def propose(number):
        proposals.propose(
            programme=plan,
            source="public",
            title=f"建议{number}",
            text="理由",
            division=county.village,
            source_key=f"k{number}",
        )

    def queries():
        with CaptureQueriesContext(connection) as made:
            found = len(page(client, "proposals").context["page"].rows)
        return found, len(made)

    propose(1)
    queries()
    first = queries()
    propose(2)
    propose(3)
    assert (first[0], queries()) == (1, (3, first[1]))


def test_the_page_of_a_project_costs_as_much_with_more_on_it(client, county):
    row = running(county)

    def report(day, percent):
        construction.report_progress(
            project=row,
            progress=Progress(day, "做了", percent, Decimal(percent), Decimal(percent)),
            by=county.handler,
        )

    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as made:
            page(client, "project", row.code)
        return len(made)

    report(date(2026, 6, 1), 10)
    queries()
    one = queries()
    report(date(2026, 6, 2), 20)
    report(date(2026, 6, 3), 30)
    assert queries() == one
