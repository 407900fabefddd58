"""One story of the demonstration, played through the same services as a live case."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.loop.enums import Attitude, DeclineReason, Grade, ResultClass, SuspendReason
from cases.loop.services import answering, handling, intake, rating, routing, screening
from cases.loop.services import clock as clockwork
from cases.loop.services.answering import Answer
from cases.loop.services.releasing import release_words, waiting_words
from cases.models import Case, Extension, Promise, Reply
from cases.receptions.services import record_reception
from demo.cases.context import DemoContext
from demo.cases.texts import MARK, RECEIVED, conversation_of, intake_of
from office.models import Unit, User
from office.people.enums import Role
from office.places.enums import DivisionLevel
from office.units.enums import UnitKind

SUPERVISING = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)


class Player:
    """One story: its case and the steps it goes through."""

    def __init__(self, context: DemoContext, story: dict[str, Any]):
        self.context, self.story = context, story
        self.county = context.county
        self.chance = random.Random(story["key"])
        self.days, self.hour = -1, 0.0
        self.steps = [_step(word) for word in story["steps"].split()]
        self.case: Case
        self.at: datetime
        self.notes = iter(story.get("notes", []))
        self.ratings = iter(story.get("ratings", []))
        self.answers = iter(story.get("answers", []))

    def play_day(self, day: int) -> None:
        """What happened in this story ``day`` working days before today."""
        if day == self.story["ago"]:
            self._go_to(day)
            self.case = self._take_in()
            self.context.cases[self.story["key"]] = self.case
            self.context.date_notices(self.at)
        for verb, step_day, detail in self.steps:
            if step_day == day:
                self._go_to(day)
                play: Callable[[str], None] = getattr(self, f"_{verb}")
                self.case.refresh_from_db()
                play(detail)
                self._release_words()
                self.context.date_notices(self.at)

    def _release_words(self) -> None:
        """What was said in a public case is read, and released, the same day."""
        self.case.refresh_from_db()
        if self.case.is_public:
            for event in waiting_words(self.case):
                release_words(
                    case=self.case, event=event, by=self.supervisor, at=self.at
                )

    def _take_in(self) -> Case:
        """Said to a deputy or at the counter it is a reception; else what it says."""
        if self.story.get("channel") in RECEIVED:
            data, by = conversation_of(self.context, self.story, self.at)
            record = record_reception(data=data, by=by)
            return Case.objects.get(reception=record)
        return intake.submit_case(intake=intake_of(self.context, self.story, self.at))

    def _go_to(self, days: int) -> None:
        """Later the same day, or some morning: steps never stand before one another."""
        start = self.hour if days == self.days else 8.5
        self.days, self.hour = days, start + 0.4 + self.chance.random() / 2
        self.at = self.context.moment(days, self.hour)

    # --- Who does it --------------------------------------------------------------

    @property
    def lead(self) -> Unit:
        return self.county.units[self.story["lead"]]

    @property
    def level(self) -> DivisionLevel:
        of_town = self.lead.kind == UnitKind.TOWN_GOVERNMENT
        return DivisionLevel.TOWN if of_town else DivisionLevel.COUNTY

    @property
    def handler(self) -> User:
        return self.county.users[self.story["lead"]]

    @property
    def supervisor(self) -> User:
        """Who works at the body that watches the round the case is in."""
        supervisor = self.case.rounds.get(number=self.case.round_no).supervisor
        return supervisor.grants.filter(role__in=SUPERVISING).order_by("pk")[0].user

    def _screener(self) -> User:
        return self.county.users[f"{self.story.get('town', 'tanyi')}_renda"]

    # --- The steps ------------------------------------------------------------------

    def _accept(self, _: str) -> None:
        screening.accept_case(
            case=self.case,
            level=self.level,
            category=self.context.categories[self.story["category"]],
            by=self._screener(),
            at=self.at,
        )

    def _publish(self, _: str) -> None:
        screening.publish_case(
            case=self.case,
            title=self.case.title,
            text=self.case.text,
            by=self.supervisor,
            at=self.at,
        )

    def _decline(self, reason: str) -> None:
        screening.decline_case(
            case=self.case,
            reason=DeclineReason(reason),
            by=self._screener(),
            at=self.at,
        )

    def _merge(self, main: str) -> None:
        screening.merge_case(
            case=self.case,
            into=self.context.cases[main],
            by=self._screener(),
            at=self.at,
        )

    def _withdraw(self, _: str) -> None:
        intake.withdraw_case(case=self.case, reason="已经自己解决了。", at=self.at)

    def _assign(self, lead: str) -> None:
        units = self.county.units
        routing.assign_case(
            case=self.case,
            lead=units[lead] if lead else self.lead,
            assist=[units[key] for key in self.story.get("assist", [])],
            separate=[units[key] for key in self.story.get("separate", [])],
            by=self.supervisor,
            at=self.at,
        )

    def _sign(self, _: str) -> None:
        routing.sign_case(case=self.case, by=self.handler, at=self.at)

    def _return(self, by: str) -> None:
        routing.return_case(
            case=self.case,
            reason=self.story["return"],
            by=self.county.users[by],
            at=self.at,
        )

    def _note(self, _: str) -> None:
        handling.note_progress(
            case=self.case,
            text=next(self.notes) + MARK,
            is_public=True,
            by=self.handler,
            at=self.at,
        )

    def _opinion(self, unit: str) -> None:
        part = self.case.assignments.get(unit=self.county.units[unit], duty="assist")
        routing.answer_as_assistant(
            assignment=part,
            opinion=next(self.notes) + MARK,
            by=self.county.users[unit],
            at=self.at,
        )

    def _supplement(self, _: str) -> None:
        text = next(self.notes) + MARK
        handling.supplement_case(case=self.case, text=text, at=self.at)

    def _urge(self, _: str) -> None:
        handling.urge_case(
            case=self.case, note="请说明进展。", by=self.supervisor, at=self.at
        )

    def _extend(self, days: str) -> None:
        clockwork.ask_extension(
            case=self.case,
            days=int(days),
            reason=self.story["extension"],
            by=self.handler,
            at=self.at,
        )

    def _decide(self, granted: str) -> None:
        clockwork.decide_extension(
            extension=Extension.objects.get(round__case=self.case, granted=None),
            granted=granted == "yes",
            answer="理由充分，同意。" if granted == "yes" else "请按原期限答复。",
            by=self.supervisor,
            at=self.at,
        )

    def _suspend(self, reason: str) -> None:
        clockwork.suspend_case(
            case=self.case,
            reason=SuspendReason(reason),
            text=self.story["suspension"],
            limit_on=timezone.localdate(self.at) + timedelta(days=28),
            by=self.handler,
            at=self.at,
        )

    def _resume(self, _: str) -> None:
        clockwork.resume_case(case=self.case, by=self.handler, at=self.at)

    def _draft(self, unit: str) -> None:
        data = next(self.answers)
        planned: dict[str, Any] = {}
        if "promise" in data:
            day = timezone.localdate(self.at) + timedelta(days=data["promise_in"])
            planned = {"promise": data["promise"], "promise_on": day}
        answer = Answer(
            text=data["text"] + MARK,
            result_class=ResultClass(data["result"]),
            **planned,
        )
        answering.draft_reply(
            case=self.case,
            unit=self.county.units[unit] if unit else self.lead,
            answer=answer,
            by=self.county.users[unit or self.story["lead"]],
            at=self.at,
        )

    def _back(self, _: str) -> None:
        answering.send_back_reply(
            reply=self._waiting_reply(),
            reason="请写清楚哪天做完、谁负责，少用套话。",
            by=self._releaser(),
            at=self.at,
        )

    def _release(self, _: str) -> None:
        answering.release_reply(
            reply=self._waiting_reply(), by=self._releaser(), at=self.at
        )

    def _waiting_reply(self) -> Reply:
        return Reply.objects.get(round__case=self.case, state="submitted")

    def _releaser(self) -> User:
        if self.case.round_no > 1:
            return self.supervisor
        unit = self._waiting_reply().unit
        return unit.grants.get(role="signer").user

    def _rate(self, _: str) -> None:
        data = next(self.ratings)
        rating.rate_case(
            case=self.case,
            grade=Grade(data["grade"]),
            attitude=Attitude(data["attitude"]) if "attitude" in data else "",
            comment=data.get("comment", ""),
            at=self.at,
        )

    def _meeting(self, _: str) -> None:
        rating.close_after_meeting(
            case=self.case,
            minutes=self.story["meeting"] + MARK,
            by=self.supervisor,
            at=self.at,
        )

    def _promise(self, kept: str) -> None:
        answering.settle_promise(
            promise=Promise.objects.get(case=self.case),
            kept=kept == "kept",
            report=self.story["report"] + MARK,
            by=self.supervisor,
            at=self.at,
        )


def _step(word: str) -> tuple[str, int, str]:
    """``assign@9:shuili`` → ("assign", 9, "shuili")."""
    verb, _, rest = word.partition("@")
    day, _, detail = rest.partition(":")
    return verb, int(day), detail
