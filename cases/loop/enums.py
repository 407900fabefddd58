"""A leaf: statuses and the one table of moves. Every later module may import it."""

from dataclasses import dataclass

from django.db import models


class CaseKind(models.TextChoices):
    OPINION = "opinion", "社情民意"
    SUGGESTION = "suggestion", "代表建议"
    HOTLINE = "hotline", "热线事项"
    ENTERPRISE = "enterprise", "企业意见"


# Steps of a deputies' suggestion follow another law: its months do not stand still.
SUGGESTIONS = (CaseKind.SUGGESTION,)
OPINIONS = tuple(kind for kind in CaseKind if kind not in SUGGESTIONS)


class IntakeChannel(models.TextChoices):
    STATION_PAGE = "station_page", "扫码或网页"
    PHONE = "phone", "电话"
    COUNTER = "counter", "当面"
    LETTER = "letter", "来信"
    WECHAT_GROUP = "wechat_group", "微信群"
    DEPUTY = "deputy", "代表代提"
    IMPORT = "import", "导入"


class CaseStatus(models.TextChoices):
    RECEIVED = "received", "待受理"
    ACCEPTED = "accepted", "待交办"
    ASSIGNED = "assigned", "待签收"
    IN_HAND = "in_hand", "办理中"
    SUSPENDED = "suspended", "停表"
    DRAFTED = "drafted", "待复核发布"
    ANSWERED = "answered", "已答复待评价"
    REOPENED = "reopened", "待再次交办"
    CLOSED = "closed", "办结"
    DECLINED = "declined", "不予受理"
    MERGED = "merged", "已并案"
    WITHDRAWN = "withdrawn", "已撤回"
    WALLED = "walled", "已转专门渠道"


# Somebody owes the next step.
OPEN_STATUSES = (
    CaseStatus.RECEIVED,
    CaseStatus.ACCEPTED,
    CaseStatus.ASSIGNED,
    CaseStatus.IN_HAND,
    CaseStatus.SUSPENDED,
    CaseStatus.DRAFTED,
    CaseStatus.REOPENED,
)
# A unit owes an answer and its clock runs.
OWED_STATUSES = (CaseStatus.ASSIGNED, CaseStatus.IN_HAND, CaseStatus.DRAFTED)


@dataclass(frozen=True)
class Move:
    """One kind of step: from which statuses to which, and what a reader is told."""

    sources: tuple[CaseStatus, ...]
    target: CaseStatus
    label: str


class Verb(models.TextChoices):
    """What may happen to a case. Moves change its status; the rest are only recorded."""

    SUBMIT = "submit", "提交意见"
    ACCEPT = "accept", "受理"
    DECLINE = "decline", "不予受理"
    MERGE = "merge", "并案"
    UNMERGE = "unmerge", "撤销并案"
    WALL = "wall", "转专门渠道"
    ASSIGN = "assign", "交办"
    SIGN = "sign", "签收"
    RETURN = "return", "退回改派"
    SUSPEND = "suspend", "停表"
    RESUME = "resume", "恢复计时"
    DRAFT = "draft", "交答复稿"
    SEND_BACK = "send_back", "退回修改"
    RELEASE_PART = "release_part", "部分单位答复"
    RELEASE = "release", "答复"
    RATE_CONTENT = "rate_content", "评价"
    RATE_NOT_SOLVED = "rate_not_solved", "评价未解决"
    CLOSE_UNRATED = "close_unrated", "评价期满办结"
    CLOSE_AFTER_MEETING = "close_after_meeting", "三方会商后办结"
    WITHDRAW = "withdraw", "撤回"
    # Recorded beside the moves: the status stays.
    NOTE = "note", "办理记录"
    SUPPLEMENT = "supplement", "补充情况"
    ADD_UNIT = "add_unit", "增加协办单位"
    ASSIST_ANSWER = "assist_answer", "协办意见"
    ASK_EXTENSION = "ask_extension", "申请延期"
    GRANT_EXTENSION = "grant_extension", "同意延期"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期"
    URGE = "urge", "催办"
    RECOUNT = "recount", "期限重算"
    KEEP_PROMISE = "keep_promise", "承诺已落实"
    BREAK_PROMISE = "break_promise", "承诺逾期未落实"
    PUBLISH = "publish", "公开"
    UNPUBLISH = "unpublish", "停止公开"
    RELEASE_WORDS = "release_words", "公开过程里的话"
    HIDE_WORDS = "hide_words", "停止公开过程里的话"
    CONSENT = "consent", "公开意愿"
    JOIN = "join", "有人也提了这件事"
    LATE_RATING = "late_rating", "补充评价"
    # Of deputies' suggestions.
    TO_SUGGESTION = "to_suggestion", "写成代表建议"
    FROM_OPINION = "from_opinion", "由社情民意写成"
    SUGGESTION_ANSWERED = "suggestion_answered", "代表建议有了答复"
    CONFIRM_JOINT = "confirm_joint", "联名"
    MEET = "meet", "面商"
    MAKE_KEY = "make_key", "列为重点督办"


RATINGS = (Verb.RATE_CONTENT, Verb.RATE_NOT_SOLVED, Verb.LATE_RATING)
# Steps with words that the public reads only when somebody has released them.
READ_FIRST = (Verb.NOTE, Verb.SUPPLEMENT, *RATINGS)


# Steps that apps above record on a case: code → label, handed in by ``register_news``.
_news: dict[str, str] = {}


def register_news(steps: type[models.TextChoices]) -> None:
    _news.update(steps.choices)


def step_label(verb: str) -> str:
    """What a step of a case is called, whoever recorded it."""
    return Verb(verb).label if verb in Verb.values else _news.get(verb, verb)


# Every move a case may make. docs/case-states.md and the database's own check are
# made from this table.
MOVES: dict[Verb, Move] = {
    Verb.ACCEPT: Move((CaseStatus.RECEIVED,), CaseStatus.ACCEPTED, "受理"),
    Verb.DECLINE: Move(
        (CaseStatus.RECEIVED, CaseStatus.ACCEPTED), CaseStatus.DECLINED, "不予受理"
    ),
    Verb.MERGE: Move(
        (CaseStatus.RECEIVED, CaseStatus.ACCEPTED), CaseStatus.MERGED, "并案"
    ),
    Verb.UNMERGE: Move((CaseStatus.MERGED,), CaseStatus.ACCEPTED, "撤销并案"),
    Verb.WALL: Move(
        (
            CaseStatus.RECEIVED,
            CaseStatus.ACCEPTED,
            CaseStatus.DECLINED,
            CaseStatus.MERGED,
        ),
        CaseStatus.WALLED,
        "转专门渠道",
    ),
    Verb.ASSIGN: Move(
        (CaseStatus.ACCEPTED, CaseStatus.REOPENED), CaseStatus.ASSIGNED, "交办"
    ),
    Verb.SIGN: Move((CaseStatus.ASSIGNED,), CaseStatus.IN_HAND, "签收"),
    Verb.RETURN: Move(
        (CaseStatus.ASSIGNED, CaseStatus.IN_HAND), CaseStatus.ACCEPTED, "退回改派"
    ),
    Verb.SUSPEND: Move((CaseStatus.IN_HAND,), CaseStatus.SUSPENDED, "停表"),
    Verb.RESUME: Move((CaseStatus.SUSPENDED,), CaseStatus.IN_HAND, "恢复计时"),
    Verb.DRAFT: Move((CaseStatus.IN_HAND,), CaseStatus.DRAFTED, "交答复稿"),
    Verb.SEND_BACK: Move((CaseStatus.DRAFTED,), CaseStatus.IN_HAND, "退回修改"),
    # 分别办理: others still owe their own answer.
    Verb.RELEASE_PART: Move((CaseStatus.DRAFTED,), CaseStatus.IN_HAND, "部分单位答复"),
    Verb.RELEASE: Move((CaseStatus.DRAFTED,), CaseStatus.ANSWERED, "答复"),
    Verb.RATE_CONTENT: Move((CaseStatus.ANSWERED,), CaseStatus.CLOSED, "评价"),
    # Somebody who was silent in time may still say that nothing was solved.
    Verb.RATE_NOT_SOLVED: Move(
        (CaseStatus.ANSWERED, CaseStatus.CLOSED), CaseStatus.REOPENED, "评价未解决"
    ),
    Verb.CLOSE_UNRATED: Move((CaseStatus.ANSWERED,), CaseStatus.CLOSED, "评价期满办结"),
    Verb.CLOSE_AFTER_MEETING: Move(
        (CaseStatus.REOPENED, CaseStatus.ANSWERED), CaseStatus.CLOSED, "三方会商后办结"
    ),
    Verb.WITHDRAW: Move(
        (
            CaseStatus.RECEIVED,
            CaseStatus.ACCEPTED,
            CaseStatus.ASSIGNED,
            CaseStatus.IN_HAND,
            CaseStatus.SUSPENDED,
            CaseStatus.DRAFTED,
            CaseStatus.REOPENED,
        ),
        CaseStatus.WITHDRAWN,
        "撤回",
    ),
}

TRANSITIONS: dict[CaseStatus, set[CaseStatus]] = {
    status: {move.target for move in MOVES.values() if status in move.sources}
    for status in CaseStatus
}


class Duty(models.TextChoices):
    """What a unit owes in a round."""

    LEAD = "lead", "主办"
    ASSIST = "assist", "协办"
    SEPARATE = "separate", "分别办理"


class ReplyState(models.TextChoices):
    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待复核"
    RETURNED = "returned", "退回修改"
    RELEASED = "released", "已发布"


class ResultClass(models.TextChoices):
    """Semantic, never a letter: counties letter these differently."""

    SOLVED = "solved", "已解决"
    PLANNED = "planned", "列入计划"
    CONSTRAINED = "constrained", "条件所限暂不能解决"
    NOT_FEASIBLE = "not_feasible", "不符合政策"
    ESCALATED = "escalated", "已向上级反映"


class Grade(models.TextChoices):
    """The resident's judgement of the result."""

    SOLVED = "solved", "解决了"
    PARTLY = "partly", "解决了一部分"
    ACKNOWLEDGED = "acknowledged", "只是答复了"
    NOT_SOLVED = "not_solved", "没有解决"
    NOT_EXPECTED = "not_expected", "本来就不指望"


class Attitude(models.TextChoices):
    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    BAD = "bad", "不满意"


class DeclineReason(models.TextChoices):
    COURT = "court", "应当通过诉讼、仲裁、复议解决"
    PETITION = "petition", "属于信访事项"
    ELSEWHERE = "elsewhere", "不属于本县管辖"
    REPEATED = "repeated", "同一事项已经答复，没有新情况"
    UNCLEAR = "unclear", "内容不清，联系不上提出人"
    NOT_AN_OPINION = "not_an_opinion", "没有实际内容"
    # 山东条例 第六条: not fit to be a deputies' suggestion.
    PRIVATE = "private", "属于代表本人及其亲属的问题"
    FORWARDED = "forwarded", "代转人民群众来信"
    PENDING = "pending", "属于正在办理的具体案件"
    PROMOTION = "promotion", "属于学术探讨、产品推介"


# What a suggestion, and what a resident's opinion, may be declined for.
SUGGESTION_DECLINES = (
    DeclineReason.PRIVATE,
    DeclineReason.FORWARDED,
    DeclineReason.PENDING,
    DeclineReason.PROMOTION,
    DeclineReason.NOT_AN_OPINION,
    DeclineReason.REPEATED,
)
OPINION_DECLINES = (
    DeclineReason.COURT,
    DeclineReason.PETITION,
    DeclineReason.ELSEWHERE,
    DeclineReason.REPEATED,
    DeclineReason.UNCLEAR,
    DeclineReason.NOT_AN_OPINION,
)


class SuspendReason(models.TextChoices):
    RESIDENT = "resident", "等提出人补充情况"
    SEASON = "season", "受季节、天气限制"
    PROCEDURE = "procedure", "等鉴定、检测或法定程序结果"


class PromiseState(models.TextChoices):
    OPEN = "open", "未到期"
    KEPT = "kept", "已落实"
    BROKEN = "broken", "逾期未落实"


class Lamp(models.TextChoices):
    """灯. Never colour alone: each has a word and a shape."""

    IDLE = "idle", "未开始"
    GREEN = "ok", "正常"
    AMBER = "soon", "临期"
    RED = "late", "超期"
    HOLD = "hold", "停表"
    DONE = "done", "办结"


class CaseReminder(models.TextChoices):
    DUE_SOON = "due_soon", "意见快到期"
    OVERDUE = "overdue", "意见超期"
    RELEASE_WAITING = "release_waiting", "答复稿等复核发布"


# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "reveal": "查看联系方式",
    "export_cases": "导出意见",
}
