"""A leaf: what a project is, the states it goes through, and why one was not taken."""

from dataclasses import dataclass

from django.db import models


class ProjectKind(models.TextChoices):
    LIVELIHOOD = "livelihood", "民生实事项目"
    INVESTMENT = "investment", "政府投资项目"


class ProjectState(models.TextChoices):
    PROPOSED = "proposed", "拟列"
    CANDIDATE = "candidate", "初定候选"
    REVIEWED = "reviewed", "常委会已审议"
    ON_BALLOT = "on_ballot", "交代表投票"
    SHORTLISTED = "shortlisted", "代表优选"
    CHOSEN = "chosen", "已确定"
    DROPPED = "dropped", "未入选"
    RUNNING = "running", "实施中"
    STOPPED = "stopped", "已中止"
    DONE = "done", "完成"
    BASICALLY_DONE = "basically_done", "基本完成"
    NOT_DONE = "not_done", "未完成"
    CARRIED_OVER = "carried_over", "结转下年"
    ARCHIVED = "archived", "已归档"


class ProjectVerb(models.TextChoices):
    PROPOSE = "propose", "提出项目"
    NOMINATE = "nominate", "初定为候选"
    REVIEW = "review", "常委会审议"
    PUT_TO_VOTE = "put_to_vote", "交代表投票"
    SHORTLIST = "shortlist", "代表优选"
    CHOOSE = "choose", "确定"
    DROP = "drop", "未入选"
    START = "start", "公布并开始实施"
    STOP = "stop", "中止"
    RESUME = "resume", "恢复实施"
    FINISH = "finish", "完成"
    FINISH_BASICALLY = "finish_basically", "基本完成"
    FAIL = "fail", "未完成"
    CARRY_OVER = "carry_over", "结转下年"
    ARCHIVE = "archive", "归档"
    # Recorded beside the moves: the state stays.
    CHANGE = "change", "变更"


@dataclass(frozen=True)
class ProjectMove:
    sources: tuple[ProjectState, ...]
    target: ProjectState


_S, _V = ProjectState, ProjectVerb
_BUILDING = (_S.RUNNING, _S.CARRIED_OVER)
# Every move a project may make; the database's own check is made from this table.
PROJECT_MOVES: dict[ProjectVerb, ProjectMove] = {
    _V.NOMINATE: ProjectMove((_S.PROPOSED,), _S.CANDIDATE),
    _V.REVIEW: ProjectMove((_S.CANDIDATE,), _S.REVIEWED),
    # Livelihood after the committee's review; investment straight from the list.
    _V.PUT_TO_VOTE: ProjectMove((_S.REVIEWED, _S.PROPOSED), _S.ON_BALLOT),
    _V.SHORTLIST: ProjectMove((_S.ON_BALLOT,), _S.SHORTLISTED),
    _V.CHOOSE: ProjectMove((_S.ON_BALLOT, _S.SHORTLISTED), _S.CHOSEN),
    _V.DROP: ProjectMove(
        (_S.PROPOSED, _S.CANDIDATE, _S.REVIEWED, _S.ON_BALLOT, _S.SHORTLISTED),
        _S.DROPPED,
    ),
    _V.START: ProjectMove((_S.CHOSEN,), _S.RUNNING),
    _V.STOP: ProjectMove((_S.CHOSEN, *_BUILDING), _S.STOPPED),
    _V.RESUME: ProjectMove((_S.STOPPED,), _S.RUNNING),
    _V.FINISH: ProjectMove((*_BUILDING, _S.BASICALLY_DONE, _S.NOT_DONE), _S.DONE),
    _V.FINISH_BASICALLY: ProjectMove((*_BUILDING, _S.NOT_DONE), _S.BASICALLY_DONE),
    _V.FAIL: ProjectMove(_BUILDING, _S.NOT_DONE),
    _V.CARRY_OVER: ProjectMove(
        (_S.RUNNING, _S.BASICALLY_DONE, _S.NOT_DONE), _S.CARRIED_OVER
    ),
    _V.ARCHIVE: ProjectMove((_S.DONE, _S.STOPPED), _S.ARCHIVED),
}

PREPARED = (_S.PROPOSED, _S.CANDIDATE, _S.REVIEWED)
UNDER_WAY = (_S.RUNNING, _S.CARRIED_OVER)
ENDED = (_S.DONE, _S.BASICALLY_DONE, _S.NOT_DONE, _S.ARCHIVED)
# What was decided to be done, and whatever became of it.
DECIDED = (_S.CHOSEN, *UNDER_WAY, _S.STOPPED, *ENDED)


class Disposition(models.TextChoices):
    """Where a project went that was not taken: stays public."""

    RESERVE = "reserve", "进储备库"
    POSTPONED = "postponed", "暂缓"
    OTHER = "other", "其他去向"


class TieRule(models.TextChoices):
    """At the last place of a cut, when votes are equal."""

    ALL_IN = "all_in", "并列的全部列入"
    FURTHER_VOTE = "further_vote", "就并列的再投一次"


class HalfRule(models.TextChoices):
    """Exactly half of all members: the one published formula contradicts itself there."""

    REACHES = "reaches", "恰好半数算达到"
    FALLS_SHORT = "falls_short", "恰好半数算没有达到"


class Grade(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class ProposalSource(models.TextChoices):
    CASE = "case", "群众意见"
    PUBLIC = "public", "公众征集"
    DEPUTY = "deputy", "代表提出"


class ProposalState(models.TextChoices):
    NEW = "new", "待筛选"
    TAKEN = "taken", "列入项目"
    REFUSED = "refused", "未列入"


class Refusal(models.TextChoices):
    """The negative list and the four tests."""

    BURDEN = "burden", "加重群众或者企业负担"
    DEBT = "debt", "有政府债务风险"
    STABILITY = "stability", "有社会稳定风险"
    NOT_BROAD = "not_broad", "受益面不够广"
    NOT_PUBLIC = "not_public", "不属于公益"
    NOT_FEASIBLE = "not_feasible", "眼下做不成"
    NO_FUNDS = "no_funds", "财力承受不了"
    ELSEWHERE = "elsewhere", "已经在别处办理"


class ApprovalStage(models.TextChoices):
    """政府投资条例 第九条、第十七条."""

    NONE = "", "没有审批"
    PROPOSAL = "proposal", "项目建议书已批"
    FEASIBILITY = "feasibility", "可行性研究报告已批"
    DESIGN = "design", "初步设计和概算已核"


class InvestmentMode(models.TextChoices):
    """政府投资条例 第六条."""

    NONE = "", "没有定"
    DIRECT = "direct", "直接投资"
    CAPITAL = "capital", "资本金注入"
    SUBSIDY = "subsidy", "投资补助"
    INTEREST = "interest", "贷款贴息"


class ChangeState(models.TextChoices):
    ASKED = "asked", "等常委会同意"
    CONSENTED = "consented", "已同意"
    REFUSED = "refused", "没有同意"


class ChangeKind(models.TextChoices):
    CHANGE = "change", "变更"
    STOP = "stop", "中止"
    RESUME = "resume", "恢复"


class CaseNews(models.TextChoices):
    """Steps that projects record on the case they grew out of."""

    TO_PROJECT = "to_project", "列为民生实事项目建议"
    PROJECT_NEWS = "project_news", "民生实事项目有了进展"


# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "ballot_drop": "撤销不需要的再次投票",
    "open_programme": "建立年度项目",
    "edit_programme": "改年度项目的规则",
    "import_projects": "导入项目表",
    "select_projects": "登记县政府选定的项目",
}
