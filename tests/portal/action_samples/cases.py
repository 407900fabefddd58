"""Cases: opinions, suggestions, what turns out to be an accusation."""

from dataclasses import replace

from django.utils import timezone

from cases.loop.actions.actions import ACTIONS
from cases.loop.enums import Grade
from cases.loop.services import handling, intake
from cases.loop.services.releasing import release_words, waiting_words
from cases.models import ReleasedWords
from cases.suggestions.services import steps as suggestion_steps
from tests import county as made
from tests.cases import suggested
from tests.cases.loop.test_actions import STEPS, answered_twice, now_in_hand
from tests.portal.action_samples.sample import Group, Sample, named


def closed(county):
    return made.rated(county, Grade.SOLVED)


def published(county):
    return made.published(county, now_in_hand(county))


def spoken(county):
    case = published(county)
    handling.supplement_case(case=case, text="又淹了。")
    return case


def released(county):
    case = spoken(county)
    for event in waiting_words(case):
        release_words(case=case, event=event, by=county.office)
    return case


def withdrawn(county):
    return suggestion_steps.withdraw_suggestion(
        case=suggested.submitted(county), reason="不提了", by=county.liu.user
    )


def withdrawn_opinion(county):
    return intake.withdraw_case(case=made.submitted(county))


AGAIN = {
    "note": "what was done is written down as often as something was done",
    "urge": "a unit may be urged again",
    "reveal": "every look is a look of its own, on record",
    "assist": "a unit may say more until the answer",
}
OPINIONS = {
    name: Sample(before=before, who=who, sent=sent, again=AGAIN.get(name, ""))
    for name, (before, who, sent, *_) in STEPS.items()
} | {
    "wall": Sample(before=made.submitted, who="keeper"),
    "unpublish": Sample(
        before=published, who="office", sent=lambda c, case: {"reason": "不愿公开。"}
    ),
    "consent": Sample(
        before=made.submitted,
        who="keeper",
        sent=lambda c, case: {"may_publish": "", "how": "当面问的。"},
    ),
    "open_slip": Sample(
        before=made.submitted,
        who="keeper",
        sent=lambda c, case: {"reason": "查询单丢了，本人来补。"},
        again="every look is a look of its own, on record",
    ),
    "release_words": Sample(
        before=spoken,
        who="office",
        sent=lambda c, case: {"event": waiting_words(case).first().pk},
    ),
    "hide_words": Sample(
        before=released,
        who="office",
        sent=lambda c, case: {
            "words": ReleasedWords.objects.first().pk,
            "reason": "说到邻居。",
        },
    ),
    "close_after_meeting": Sample(
        before=answered_twice,
        who="office2",
        sent=lambda c, case: {"minutes": "三方商定，资金到位后再修。"},
    ),
}


def meeting(county, case):
    return {
        "unit": county.water.pk,
        "proposer": case.suggestion.proposers.get().pk,
        "way": "face",
        "day": timezone.localdate().isoformat(),
        "people": "孙林",
        "text": "同意清淤。",
    }


def suggestion(county, case):
    return {
        "lead": county.liu.mandate.pk,
        "title": "关于水渠的建议",
        "text": "清淤。",
        "division": county.village.pk,
        "occasion": "between",
    }


SUGGESTIONS = {
    "accept_suggestion": Sample(before=suggested.submitted, who="office"),
    "unfit": Sample(
        before=suggested.submitted,
        who="office",
        sent=lambda c, case: {"reason": "private"},
    ),
    "hand_over": Sample(
        before=suggested.taken_up,
        who="office",
        sent=lambda c, case: {"lead": c.water.pk},
    ),
    "ask_joint": Sample(
        before=suggested.submitted,
        who="liu",
        sent=lambda c, case: {"mandates": [c.chen.mandate.pk]},
        same=True,
    ),
    "take_back": Sample(
        before=suggested.submitted,
        who="liu",
        sent=lambda c, case: {"reason": "不提了。"},
    ),
    "join": Sample(
        before=suggested.chen_asked,
        who="chen",
        sent=lambda c, case: {"joins": "1", "version": case.suggestion.text_version},
    ),
    "meet": Sample(
        before=suggested.in_hand,
        who="handler",
        sent=meeting,
        again="a proposer may be met again",
    ),
    "ask_six_months": Sample(
        before=suggested.in_hand,
        who="handler",
        sent=lambda c, case: {"reason": "涉及七个镇。"},
    ),
    "decide_six_months": Sample(
        before=suggested.six_months_asked,
        who="office",
        sent=lambda c, case: {"granted": "1", "answer": "同意。"},
    ),
    "make_key": Sample(
        before=suggested.in_hand,
        who="office",
        sent=lambda c, case: {"leader": "副主任赵实", "basis": "主任会议"},
    ),
    "show": Sample(
        before=suggested.in_hand,
        who="office",
        sent=lambda c, case: {"title": "整修水渠", "text": "清淤。"},
    ),
    "rate": Sample(
        before=suggested.answered,
        who="liu",
        sent=lambda c, case: {"process": "good", "result": "good"},
    ),
    "suggest": Sample(
        before=made.accepted, who="liu", sent=suggestion, late=withdrawn_opinion
    ),
}


def on_time(sample, late):
    return replace(sample, late=sample.late or late)


# Of ``reveal``, ``consent`` and ``open_slip`` any time is the time.
LATE_OPINIONS = {
    "publish": published,
    "reveal": None,
    "consent": None,
    "open_slip": None,
}
SAMPLES = {
    name: on_time(sample, LATE_OPINIONS.get(name, closed))
    for name, sample in OPINIONS.items()
} | {name: on_time(sample, withdrawn) for name, sample in SUGGESTIONS.items()}

GROUPS = (
    Group(
        key="case",
        actions=ACTIONS,
        address=named("cases:case_act"),
        samples=SAMPLES,
        stranger="town_handler",
        contested="assign accept_suggestion wall",
        prepare=suggested.deputies,
    ),
)
