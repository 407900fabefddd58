"""Warnings of the budget, drafts of law, opinions on them."""

from datetime import date, timedelta

from django.utils import timezone

from decisions.budget.actions import WARNING_ACTIONS
from decisions.budget.services import budget
from decisions.budget.services import warnings as budget_warnings
from decisions.models import BudgetWarning, Draft, Informant
from decisions.opinions.actions import DRAFT_ACTIONS, OPINION_ACTIONS, SPEAK_ACTIONS
from decisions.opinions.services import drafts, opinions
from tests.decisions.budget import test_budget as money
from tests.decisions.opinions.test_drafts import SECOND, opened, received, say
from tests.portal.action_samples.sample import Group, Sample, each, named

SOON = timezone.localdate() + timedelta(10)


def found(county):
    year = budget.open_budget(year=2025, decided=money.APPROVED, by=county.office)
    money.bring(county, year, "lines", money.lines_file())
    money.bring(county, year, "payments", money.paid_file())
    return BudgetWarning.objects.get(code="A1", period="2025Q1")


def verified(county):
    return budget_warnings.verify_warning(
        warning=found(county), is_real=True, note="没有开工。", by=county.office
    )


def referred(county):
    return budget_warnings.refer_warning(
        warning=verified(county),
        unit=county.water,
        referral="预警 1 号",
        due_on=SOON,
        by=county.office,
    )


def answered(county):
    return budget_warnings.answer_warning(
        warning=referred(county), answer="下月支付。", by=county.handler
    )


def closed_warning(county):
    return budget_warnings.close_warning(
        warning=answered(county), note="", is_public=True, by=county.office
    )


WARNING = {
    "verify": Sample(
        before=found,
        who="office",
        sent=lambda c, w: {"is_real": "1", "note": "没有开工。"},
    ),
    "refer": Sample(
        before=verified,
        who="office",
        sent=lambda c, w: {
            "unit": c.water.pk,
            "referral": "预警 1 号",
            "due_on": SOON.isoformat(),
        },
    ),
    "answer": Sample(
        before=referred, who="handler", sent=lambda c, w: {"answer": "下月支付。"}
    ),
    "close": Sample(
        before=answered, who="office", sent=lambda c, w: {"is_public": "on"}
    ),
    "return": Sample(
        before=answered,
        who="office",
        sent=lambda c, w: {"note": "写明日期。", "days": "10"},
    ),
}


def closed(county):
    draft = opened(county)
    say(draft)
    say(draft, "时限太短。", key="k2")
    Draft.objects.filter(pk=draft.pk).update(
        closes_at=timezone.now() - timedelta(seconds=1)
    )
    drafts.close_due(now=timezone.now())
    draft.refresh_from_db()
    return draft


def reported(county):
    draft = closed(county)
    for opinion in draft.opinions.all():
        opinions.decide_opinion(
            opinion=opinion, outcome="adopted", reason="", by=county.office
        )
    return drafts.report_draft(
        draft=draft,
        document="费人办〔2026〕6 号",
        reported_on=date(2026, 6, 1),
        by=county.office,
    )


def settled(county):
    return drafts.settle_draft(
        draft=reported(county), result="采纳两条。", by=county.office
    )


def with_informant(county):
    draft = opened(county)
    point = drafts.add_point(
        kind="collection",
        name="王富村采集点",
        division=county.village,
        place="",
        opened_on=date(2026, 1, 1),
        by=county.office,
    )
    drafts.add_informant(
        point=point,
        name="李大山",
        profession="农民",
        phone="",
        since=date(2026, 1, 1),
        by=county.office,
    )
    return draft


def informants_words(county, draft):
    return {"text": "写明时限。", "key": "k9", "informant": Informant.objects.get().pk}


DRAFT = {
    "open": Sample(before=received, who="office"),
    "informant": Sample(
        before=with_informant, who="office", sent=informants_words, same=True
    ),
    "report": Sample(
        before=closed,
        who="office",
        sent=lambda c, d: {"document": "费人办 6 号", "reported_on": "2026-06-01"},
    ),
    "settle": Sample(
        before=reported, who="office", sent=lambda c, d: {"result": "采纳两条。"}
    ),
    "version": Sample(
        before=received,
        who="office",
        sent=lambda c, d: {"name": "二次审议稿", "text": SECOND},
        again="there may be a third reading",
        late=settled,
    ),
    "end": Sample(
        before=received,
        who="office",
        sent=lambda c, d: {"closes_at": SOON.isoformat()},
        again="the same day again changes nothing",
        late=settled,
    ),
}
SPEAK = {
    "speak": Sample(
        before=opened,
        who="deputy_user",
        sent=lambda c, d: {"text": "写明时限。", "key": "k8"},
        same=True,
        late=received,
    )
}


def opinion(county):
    return closed(county).opinions.first()


def too_early(county):
    return say(opened(county))


OPINION = {
    "decide": Sample(
        before=opinion,
        who="office",
        sent=lambda c, o: {"outcome": "adopted"},
        again="an outcome may be changed until the result is published",
        late=too_early,
    ),
    "merge": Sample(
        before=opinion,
        who="office",
        sent=lambda c, o: {"others": [o.draft.opinions.exclude(pk=o.pk).get().pk]},
    ),
}

GROUPS = (
    Group(
        key="warning",
        actions=WARNING_ACTIONS,
        address=named("decisions:budget_warning_act"),
        samples=WARNING,
        late=closed_warning,
        contested="verify",
    ),
    Group(
        key="draft",
        actions=DRAFT_ACTIONS,
        address=named("decisions:draft_act"),
        samples=DRAFT,
        late=settled,
        stranger="handler",
        contested="open",
    ),
    Group(
        key="speaking",
        actions=SPEAK_ACTIONS,
        address=each(speak="decisions:draft_speak"),
        samples=SPEAK,
        stranger="handler",
    ),
    Group(
        key="opinion",
        actions=OPINION_ACTIONS,
        address=named("decisions:opinion_act"),
        samples=OPINION,
        late=too_early,
        stranger="handler",
    ),
)
