"""What may be done with a ballot by those who run it, and by its tellers."""

from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from ballots.conduct.forms import (
    BackForm,
    BallotForm,
    ItemsForm,
    OpenForm,
    ReturnedForm,
    TellersForm,
)
from ballots.counting import services as counting
from ballots.papers import services as papers
from ballots.record import services as announcing
from ballots.rules import permissions as may
from ballots.rules.enums import BallotState, Purpose
from ballots.rules.models import Ballot
from ballots.setup import services as setup
from ballots.voting import services as voting
from deputies.models import Assembly
from office.models import User
from office.web.actions import Action, Actions, calls
from office.web.forms import sent

_S = BallotState
PREPARING = (_S.DRAFT, _S.CHECKED)
_with_ballot = partial(calls, argument="ballot")


def _in_state(*states: BallotState):
    return lambda ballot: ballot.state in states


class ItemsAction(Action):
    """Items that stand for projects come from the projects."""

    def suits(self, obj: Ballot) -> bool:
        return obj.purpose == Purpose.OTHER


def ballot_form(request, town, ballot: Ballot | None = None) -> BallotForm:
    rows = Assembly.objects.filter(town=town, term__is_current=True)
    initial = {"quorum": "two_thirds", "threshold": "majority_of_members"}
    if ballot is not None:
        initial = {name: getattr(ballot, name) for name in BallotForm.base_fields}
    return BallotForm(*sent(request), initial=initial, assemblies=rows, town=town)


def _items_form(request, ballot: Ballot) -> ItemsForm:
    lines = [" | ".join(filter(None, (i.title, i.note))) for i in ballot.items.all()]
    return ItemsForm(*sent(request), initial={"lines": "\n".join(lines)})


def _tellers_form(request, ballot: Ballot) -> TellersForm:
    named = list(ballot.tellers.all())
    initial = {
        "chief": next((t.user_id for t in named if t.is_chief), None),
        "tellers": [t.user_id for t in named if not t.is_chief],
    }
    return TellersForm(*sent(request), initial=initial, ballot=ballot)


def _returned_form(request, ballot: Ballot) -> ReturnedForm:
    return ReturnedForm(*sent(request), initial={"returned": ballot.paper_returned})


def _set_electorate(ballot: Ballot, by: User):
    """名单: every valid seat of the congress today."""
    setup.set_electorate(ballot=ballot, mandates=setup.congress_of(ballot), by=by)


def _open(ballot: Ballot, minutes: int | None, by: User):
    end = minutes and timezone.now() + timedelta(minutes=minutes)
    voting.open_ballot(ballot=ballot, by=by, closes_at=end or None)


_of_ballot = partial(
    Action,
    may=may.can_run_ballot,
    lead=lambda ballot: ballot.title,
    service_decides=True,
)

BALLOT_ACTIONS = Actions(
    _of_ballot(
        name="edit",
        label="改规则",
        when=_in_state(_S.DRAFT),
        form=lambda request, ballot: ballot_form(request, ballot.town, ballot),
        run=_with_ballot(setup.edit_ballot),
        arguments=lambda form: {"frame": form.frame, "rule": form.rule},
        button="保存",
        done="规则已经保存。",
    ),
    ItemsAction(
        name="items",
        label="改事项",
        title="表决事项",
        button="保存",
        may=may.can_run_ballot,
        when=_in_state(_S.DRAFT),
        form=_items_form,
        run=_with_ballot(setup.set_items),
        arguments=lambda form: {"items": form.cleaned_data["lines"]},
        lead=lambda ballot: ballot.title,
        done="事项已经保存。",
        service_decides=True,
    ),
    _of_ballot(
        name="electorate",
        label="按今天有效的代表生成名单",
        when=_in_state(*PREPARING),
        run=_set_electorate,
        done="名单已经按今天资格有效的代表生成。",
    ),
    _of_ballot(
        name="tellers",
        label="定监票人",
        title="监票人",
        button="保存",
        when=_in_state(*PREPARING),
        form=_tellers_form,
        run=_with_ballot(setup.set_tellers),
        lead=lambda ballot: (
            "各代表团推选，和表决事项没有利害关系；总监票人由主席团指定"
        ),
        done="监票人已经定下。",
    ),
    _of_ballot(
        name="open",
        label="开始投票",
        style="primary",
        when=_in_state(_S.CHECKED),
        form=OpenForm,
        run=_open,
        lead=lambda ballot: "开始以后，名单、全体人数、规则都不能再变",
        done="投票开始了。",
    ),
)

# One button each, on the ballot's own page, at ``step/<name>``.
STEP_ACTIONS = Actions(
    _of_ballot(
        name="check",
        label="核对，固定规则和事项",
        style="primary",
        when=_in_state(_S.DRAFT),
        run=_with_ballot(setup.check_ballot),
        done="核对完毕，规则和事项已经固定。",
    ),
    _of_ballot(
        name="back",
        label="退回修改",
        style="link",
        when=_in_state(_S.CHECKED),
        form=BackForm,
        inline=True,
        run=_with_ballot(setup.send_back_ballot),
        done="已经退回修改。",
    ),
    _of_ballot(
        name="close",
        label="截止投票",
        style="primary",
        when=_in_state(_S.OPEN),
        run=_with_ballot(voting.close_ballot),
        done="投票截止。",
    ),
    _of_ballot(
        name="count",
        label="计票",
        style="primary",
        when=_in_state(_S.CLOSED),
        run=_with_ballot(counting.count_ballot),
        done="计票完毕，请监票人签字。",
    ),
    _of_ballot(
        name="announce",
        label="宣布结果",
        style="primary",
        when=_in_state(_S.CERTIFIED),
        run=_with_ballot(announcing.announce_ballot),
        done="结果已经宣布。",
    ),
)

TELLER_ACTIONS = Actions(
    Action(
        name="returned",
        label="收回多少张纸票",
        button="登记",
        may=may.can_count_ballot,
        when=_in_state(_S.CLOSED),
        form=_returned_form,
        run=_with_ballot(papers.record_returned),
        lead=lambda ballot: "打开票箱，混好，清点，逐张在背面写上序号，再录入",
        back=lambda ballot: reverse("ballots:ballot_papers", args=[ballot.pk]),
        done="收回数已经登记。",
        service_decides=True,
    ),
    Action(
        name="sign",
        label="签字",
        may=may.can_count_ballot,
        when=_in_state(_S.COUNTED),
        run=_with_ballot(counting.sign_count),
        done="您已经签字。",
        service_decides=True,
    ),
)
