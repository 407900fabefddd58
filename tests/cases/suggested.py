"""Suggestions in the states needed by the tests."""

from types import SimpleNamespace

from cases.loop.enums import Attitude, ResultClass
from cases.loop.services import answering, routing
from cases.loop.services.answering import Answer
from cases.suggestions.enums import MeetingWay
from cases.suggestions.services import drafts as suggesting
from cases.suggestions.services import extension as suggestion_time
from cases.suggestions.services import steps as suggestion_steps
from cases.suggestions.services.rating import SuggestionGrades, rate_suggestion
from cases.suggestions.services.steps import Talk
from tests.county import moment
from tests.deputies.people import seat

GOOD = SuggestionGrades(Attitude.GOOD, Attitude.GOOD)
FAIR = SuggestionGrades(Attitude.FAIR, Attitude.GOOD)
BAD = SuggestionGrades(Attitude.FAIR, Attitude.BAD, "水渠只清了一半。")


def deputies(county):
    """Three deputies of the county; ``county.liu`` has the county's deputy account."""
    county.liu = seat(county, "d0001", "刘青", user=county.deputy_user)
    county.chen = seat(county, "d0002", "陈禾")
    county.sun = seat(county, "d0003", "孙禾")
    return county


def words(county, **changes):
    values = {
        "title": "关于整修探沂镇东片水渠的建议",
        "text": "东片水渠多年没有清淤，雨天淹路。建议列入今冬农田水利工程。",
        "division": county.town,
    }
    return suggesting.Words(**{**values, **changes})


def draft(county, who=None, **changes):
    who = who or county.liu
    return suggesting.write_suggestion(
        lead=who.mandate, words=words(county, **changes), by=who.user
    )


def join(county, data, *others):
    suggesting.ask_proposers(
        suggestion=data, mandates=[o.mandate for o in others], by=data.lead.deputy.user
    )
    data.refresh_from_db()
    for other in others:
        suggesting.answer_invitation(
            suggestion=data, joins=True, version=data.text_version, by=other.user
        )


def submitted(county, *others, **changes):
    text = draft(county, **changes)
    join(county, text, *others)
    return suggesting.submit_suggestion(
        suggestion=text, by=county.liu.user, at=moment("2026-11-02 09:00")
    )


def taken_up(county, *others):
    return suggestion_steps.accept_suggestion(
        case=submitted(county, *others), by=county.office
    )


def chen_asked(county):
    case = submitted(county)
    suggesting.ask_proposers(
        suggestion=case.suggestion,
        mandates=[county.chen.mandate],
        by=county.liu.user,
    )
    return case


def six_months_asked(county):
    case = in_hand(county)
    suggestion_time.ask_six_months(case=case, reason="涉及七个镇", by=county.handler)
    return case


def assigned(county, *others, lead=None, **changes):
    parts = {k: changes.pop(k) for k in ("hard_reason", "assist") if k in changes}
    case = submitted(county, *others, **changes)
    case = suggestion_steps.accept_suggestion(
        case=case, by=county.office, at=moment("2026-11-02 14:00")
    )
    return suggestion_steps.assign_suggestion(
        case=case,
        lead=lead or county.water,
        by=county.office,
        at=moment("2026-11-03 09:00"),
        **parts,
    )


def in_hand(county, *others, **changes):
    case = assigned(county, *others, **changes)
    return routing.sign_case(
        case=case, by=county.handler, at=moment("2026-11-04 09:00")
    )


def met(county, case, *, unit=None, by=None, day="2026-11-06"):
    at = moment(f"{day} 10:00")
    talk = Talk(
        proposer=case.suggestion.proposers.get(is_lead=True),
        way=MeetingWay.FACE,
        day=at.date(),
        people="孙林",
        text="同意先清淤、再护坡。",
        place="探沂站",
    )
    return suggestion_steps.record_meeting(
        case=case, unit=unit or county.water, talk=talk, by=by or county.handler, at=at
    )


def drafted(county, *others, meet=True, **changes):
    case = in_hand(county, *others, **changes)
    if meet:
        met(county, case)
    return answering.draft_reply(
        case=case,
        unit=county.water,
        answer=Answer("水渠列入今冬工程，已清淤 800 米。", ResultClass.SOLVED),
        by=county.handler,
        at=moment("2026-11-09 09:00"),
    )


def answered(county, *others, **changes):
    reply = answering.release_reply(
        reply=drafted(county, *others, **changes),
        by=county.signer,
        at=moment("2026-11-10 09:00"),
    )
    reply.round.case.refresh_from_db()
    return reply.round.case


def rate(case, who: SimpleNamespace, ratings=GOOD):
    return rate_suggestion(
        case=case, ratings=ratings, by=who.user, at=moment("2026-11-12 09:00")
    )
