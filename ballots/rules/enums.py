"""A leaf: the kinds of a ballot, its rule's words, and the states it goes through."""

from dataclasses import dataclass

from django.db import models


class BallotKind(models.TextChoices):
    """How a voter marks the ballot (three types)."""

    PICK = "pick", "圈选"
    EACH = "each", "逐项赞成、反对、弃权"
    RANK = "rank", "排序"


class Quorum(models.TextChoices):
    # 组织法 第十四条 / 第五十一条 / an asking of opinions has none.
    TWO_THIRDS = "two_thirds", "全体的三分之二以上出席"
    MAJORITY = "majority", "全体的过半数出席"
    NONE = "none", "不设法定人数"


class Threshold(models.TextChoices):
    # 组织法 第二十五条: of all members, neither of those present nor of valid ballots.
    MAJORITY_OF_MEMBERS = "majority_of_members", "全体的过半数赞成"
    PLURALITY = "plurality", "得票多的入选"


class Organ(models.TextChoices):
    """Who decides by the ballot; the law sets quorum and majority of each."""

    CONGRESS = "congress", "人民代表大会全体会议"
    STANDING = "standing", "常委会会议"
    OPINION = "opinion", "征求代表意见，不是表决"


class Purpose(models.TextChoices):
    LIVELIHOOD = "livelihood", "民生实事项目票决"
    INVESTMENT = "investment", "政府投资项目征求意见"
    RUN_OFF = "run_off", "再次投票"
    OTHER = "other", "其他表决"


class BallotState(models.TextChoices):
    DRAFT = "draft", "草稿"
    CHECKED = "checked", "已核对，等开始"
    OPEN = "open", "正在投票"
    CLOSED = "closed", "已截止，等清点"
    COUNTED = "counted", "已计票，等监票人签字"
    CERTIFIED = "certified", "已签字，等宣布"
    ANNOUNCED = "announced", "已宣布"
    VOIDED = "voided", "已作废"


class BallotVerb(models.TextChoices):
    CHECK = "check", "核对"
    SEND_BACK = "send_back", "退回修改"
    OPEN = "open", "开始投票"
    ASK_CLOSE = "ask_close", "提出截止"
    CLOSE = "close", "截止投票"
    COUNT = "count", "计票"
    SIGN = "sign", "签字"
    CERTIFY = "certify", "签字完毕"
    ANNOUNCE = "announce", "宣布"
    VOID = "void", "作废"


@dataclass(frozen=True)
class BallotMove:
    target: BallotState
    sources: tuple[BallotState, ...]


# Every move a ballot may make; the database's own check is made from this table.
BALLOT_MOVES: dict[BallotVerb, BallotMove] = {
    BallotVerb.CHECK: BallotMove(BallotState.CHECKED, (BallotState.DRAFT,)),
    BallotVerb.SEND_BACK: BallotMove(BallotState.DRAFT, (BallotState.CHECKED,)),
    BallotVerb.OPEN: BallotMove(BallotState.OPEN, (BallotState.CHECKED,)),
    BallotVerb.CLOSE: BallotMove(BallotState.CLOSED, (BallotState.OPEN,)),
    BallotVerb.COUNT: BallotMove(BallotState.COUNTED, (BallotState.CLOSED,)),
    BallotVerb.CERTIFY: BallotMove(BallotState.CERTIFIED, (BallotState.COUNTED,)),
    BallotVerb.ANNOUNCE: BallotMove(BallotState.ANNOUNCED, (BallotState.CERTIFIED,)),
    # From the opening to the announcement; afterwards the result stands.
    BallotVerb.VOID: BallotMove(
        BallotState.VOIDED,
        (
            BallotState.OPEN,
            BallotState.CLOSED,
            BallotState.COUNTED,
            BallotState.CERTIFIED,
        ),
    ),
}

# The public record stands from the opening on; its numbers only after the announcement.
PUBLIC_STATES = (
    BallotState.OPEN,
    BallotState.CLOSED,
    BallotState.COUNTED,
    BallotState.CERTIFIED,
    BallotState.ANNOUNCED,
    BallotState.VOIDED,
)


class VotingWay(models.TextChoices):
    """By what a voter was given a ballot."""

    NONE = "", "没有领票"
    PHONE = "phone", "手机"
    PAPER = "paper", "纸票"
