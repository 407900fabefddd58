"""Drafts of law of the demonstration, and two matters of the county's own.

2 contact points, 14 collection points, 109 informants, nine drafts and more than 360
opinions.
"""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from decisions.models import Article, Draft, Informant, Opinion
from decisions.opinions.enums import DraftKind, OpinionSource, PointKind
from decisions.opinions.services import drafts, opinions
from demo.as_of import as_of
from demo.cases.texts import MARK
from demo.county.places import DATA, County

POINTS, INFORMANTS = 14, 109
# Opinions per finished draft; the last draft is open.
OPINIONS, OPEN_OPINIONS = 44, 14
WEEKS = 5


def play_drafts(county: County) -> None:
    data = json.loads((DATA / "drafts.json").read_text(encoding="utf-8"))
    _points(county, data)
    people = list(Informant.objects.order_by("pk"))
    for number, (title, aim) in enumerate(data["laws"]):
        is_last = number == len(data["laws"]) - 1
        weeks = 2 if is_last else WEEKS * (len(data["laws"]) - number)
        day = timezone.localdate() - timedelta(weeks=weeks)
        draft = _ask(county, data, title, data["aims"][aim], day)
        count = OPEN_OPINIONS if is_last else OPINIONS
        _speak(county, data, draft, people, count, day)
        if not is_last:
            _finish(county, data, draft)
    for number, (title, body, summary) in enumerate(data["matters"]):
        _matter(county, title, body, summary, 3 + number * 9)


def _points(county: County, data: dict[str, Any]) -> None:
    by, towns = county.users["gongwei"], list(county.towns.values())
    day = date(timezone.localdate().year - 2, 5, 10)
    created = [
        drafts.add_point(
            kind=PointKind.CONTACT,
            name=f"临沂市人大常委会{town}基层立法联系点",
            division=town,
            opened_on=day,
            by=by,
        )
        for town in towns[:2]
    ]
    for number in range(POINTS):
        town = towns[number % len(towns)]
        kind = "" if number < len(towns) else "企业"
        created.append(
            drafts.add_point(
                kind=PointKind.COLLECTION,
                name=f"{town}{kind}立法信息采集点",
                division=town,
                opened_on=day,
                by=by,
            )
        )
    used: set[tuple[int, str]] = set()
    for number in range(INFORMANTS):
        point, name = created[number % len(created)], county.person()
        while (point.pk, name) in used:
            name = county.person()
        used.add((point.pk, name))
        drafts.add_informant(
            point=point,
            name=name,
            profession=data["professions"][number % len(data["professions"])],
            since=day,
            by=by,
        )


def _ask(
    county: County, data: dict[str, Any], title: str, aim: str, day: date
) -> Draft:
    text = "\n".join(
        f"第{number}条 {words.format(aim=aim)}"
        for number, words in zip("一二三四五六七八", data["articles"], strict=True)
    )
    with as_of(day):
        draft = drafts.receive_draft(
            kind=DraftKind.LAW,
            title=f"{title}{MARK}",
            body="临沂市人大常委会",
            document=f"临人办函〔{day.year}〕{day.month} 号（示例）",
            received_on=day,
            closes_at=_end_of(day + timedelta(days=30)),
            summary="请对条文提意见，按条提最好。",
            text=text,
            by=county.users["gongwei"],
        )
        return drafts.open_draft(draft=draft, by=county.users["gongwei"])


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def _speak(
    county: County,
    data: dict[str, Any],
    draft: Draft,
    people: list[Informant],
    count: int,
    day: date,
) -> None:
    """Mostly informants, then the public, then a deputy."""
    articles = {row.number: row for row in Article.objects.filter(version__draft=draft)}
    for turn in range(count):
        number, text, *_ = data["opinions"][turn % len(data["opinions"])]
        source = (
            OpinionSource.DEPUTY
            if turn % 9 == 4
            else OpinionSource.PUBLIC
            if turn % 4 == 3
            else OpinionSource.INFORMANT
        )
        deputy = county.users["daibiao"] if source == OpinionSource.DEPUTY else None
        informant = people[(draft.pk * 11 + turn) % len(people)]
        with as_of(day + timedelta(days=turn % 12 + 1), 8 + turn % 9):
            opinions.give_opinion(
                draft=draft,
                article=articles[number],
                source=source,
                text=text + MARK,
                source_key=f"demo:{draft.pk}:{turn}",
                informant=informant,
                by=deputy,
            )


def _finish(county: County, data: dict[str, Any], draft: Draft) -> None:
    """Closed by the deadline, duplicates merged, reported, outcomes a week later."""
    by, end = county.users["gongwei"], timezone.localdate(draft.closes_at)
    # No demonstration data is in the future.
    with as_of(end + timedelta(days=1)) as now:
        if draft.closes_at > now:
            return
        drafts.close_draft(draft=draft, by=by)
        groups: dict[str, list[Opinion]] = {}
        for row in draft.opinions.order_by("pk"):
            groups.setdefault(row.text, []).append(row)
        outcomes = {f"{o[1]}{MARK}": (o[2], o[3]) for o in data["opinions"]}
        for text, (main, *others) in groups.items():
            outcome, reason = outcomes[text]
            if others:
                opinions.merge_opinions(main=main, others=others, by=by)
            opinions.decide_opinion(opinion=main, outcome=outcome, reason=reason, by=by)
        drafts.report_draft(
            draft=draft,
            document=f"费人办报〔{end.year}〕{draft.pk} 号（示例）",
            reported_on=timezone.localdate(),
            by=by,
        )
    settled = end + timedelta(days=3)
    if settled <= timezone.localdate():
        with as_of(settled):
            drafts.settle_draft(
                draft=draft,
                result=f"市人大常委会吸收了本县的意见，条例已经审议通过{MARK}。",
                by=by,
            )


def _matter(county: County, title: str, body: str, summary: str, days: int) -> None:
    day = timezone.localdate() - timedelta(days=days)
    with as_of(day):
        draft = drafts.receive_draft(
            kind=DraftKind.MATTER,
            title=f"{title}{MARK}",
            body=body,
            document="费政函 21 号（示例）",
            received_on=day,
            closes_at=_end_of(day + timedelta(days=20)),
            summary=summary,
            by=county.users["zhengfuban"],
        )
        drafts.open_draft(draft=draft, by=county.users["zhengfuban"])
    for turn, text in enumerate(
        ("先试半年再定。", "学校门口不要收。", "早晚班次要保住。")
    ):
        with as_of(day + timedelta(days=1), 10 + turn):
            opinions.give_opinion(
                draft=draft,
                source=OpinionSource.PUBLIC if turn else OpinionSource.DEPUTY,
                text=text + MARK,
                source_key=f"demo:{draft.pk}:{turn}",
                by=None if turn else county.users["daibiao2"],
            )
