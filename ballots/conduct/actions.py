"""What may be done with a ballot by those who run it, and by its tellers."""

from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from ballots.conduct.forms import (
    BackForm,
    BallotForm,
    CountForm,
    ItemsForm,
    OpenForm,
    ReturnedForm,
    TellersForm,
    VoidForm,
)
from ballots.counting import services as counting
from ballots.papers import services as papers
from ballots.record import services as announcing
from ballots.rules import permissions as may
from ballots.rules.enums import BALLOT_MOVES, BallotState, BallotVerb, Purpose
from ballots.rules.models import Ballot
from ballots.setup import services as setup
from ballots.voting import services as voting
from deputies.models import Assembly
from office.models import User
from office.web.actions import Action, Actions, calls
from office.web.forms import ConfirmForm, sent

_S = BallotState
PREPARING = (_S.DRAFT, _S.CHECKED)
VOIDABLE = BALLOT_MOVES[BallotVerb.VOID].sources
_with_ballot = partial(calls, argument="ballot")


def _in_state(*states: BallotState):
    return lambda ballot: ballot.state in states


class ItemsAction(Action):
    """Items that stand for projects come from the projects."""

    def suits(self, obj: Ballot) -> bool:
        return obj.purpose == Purpose.OTHER


def ballot_form(request, town, ballot: Ballot | None = None) -> BallotForm:
    rows = Assembly.objects.filter(town=town, term__is_current=True)
    initial = {}
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
    return ReturnedForm(*sent(request), ballot=ballot)


def _set_electorate(ballot: Ballot, by: User):
    """名单: the members of the body today."""
    setup.set_electorate(ballot=ballot, mandates=setup.members_of(ballot), by=by)


def _open(ballot: Ballot, minutes: int | None, by: User):
    end = minutes and timezone.now() + timedelta(minutes=minutes)
    voting.open_ballot(ballot=ballot, by=by, closes_at=end or None)


def _closing_words(ballot: Ballot) -> str:
    count = voting.turnout(ballot)
    left = count["phone"] - count["cast"]
    return (
        f"{ballot.close_asked_by or '还没有人'}提出截止。签到 {count['present']} 人，"
        f"没有领票 {count['present'] - count['issued']} 人，领了手机票还没有投 {left} 人。"
        "截止以后谁也不能再投，不能重新开始"
    )


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
        label="按今天的组成人员生成名单",
        when=_in_state(*PREPARING),
        run=_set_electorate,
        done="名单已经按今天的组成人员生成。",
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
        name="ask_close",
        label="提出截止",
        style="primary",
        when=_in_state(_S.OPEN),
        form=ConfirmForm,
        run=_with_ballot(voting.ask_close),
        lead=lambda ballot: (
            "主持人宣布截止以后再提出。由另一个人确认：主持的同事或者一名监票人。"
            "截止以后谁也不能再投，不能重新开始"
        ),
        done="已经提出截止，请另一个人确认。",
    ),
    Action(
        name="close",
        label="确认截止",
        style="primary",
        may=may.can_close_ballot,
        when=_in_state(_S.OPEN),
        form=ConfirmForm,
        run=_with_ballot(voting.close_ballot),
        lead=_closing_words,
        done="投票截止。",
        service_decides=True,
    ),
    _of_ballot(
        name="count",
        label="计票",
        style="primary",
        when=_in_state(_S.CLOSED),
        form=CountForm,
        run=_with_ballot(counting.count_ballot),
        arguments=lambda form: {"keys": form.keys},
        lead=lambda ballot: (
            "两名监票人各自输入开箱钥匙。票箱打开、选票打乱以后，不能再改录纸票"
        ),
        done="计票完毕，请监票人签字。",
    ),
    _of_ballot(
        name="announce",
        label="宣布结果",
        style="primary",
        when=_in_state(_S.CERTIFIED),
        form=ConfirmForm,
        run=_with_ballot(announcing.announce_ballot),
        lead=lambda ballot: (
            "宣布以后，每一项的得票、全部选票和规则立即公开，不能收回，也不能再作废"
        ),
        done="结果已经宣布。",
    ),
    _of_ballot(
        name="void",
        label="作废",
        style="link",
        when=_in_state(*VOIDABLE),
        form=VoidForm,
        run=_with_ballot(announcing.void_ballot),
        lead=lambda ballot: (
            "这次投票整次不算，不能恢复；理由公开。系统按同样的规则和名单拟好重新投票"
        ),
        done="已经作废，重新投票已经拟好。",
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
        arguments=lambda form: {"returned": form.returned},
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
        form=ConfirmForm,
        run=_with_ballot(counting.sign_count),
        lead=lambda ballot: "核对清点的等式都平再签。签了不能撤回",
        done="您已经签字。",
        service_decides=True,
    ),
)
