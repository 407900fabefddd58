"""Enums of budget lines, warning rules and warnings."""

from dataclasses import dataclass

from django.db import models


class LineKind(models.TextChoices):
    PROJECT = "project", "项目支出"
    BASIC = "basic", "基本支出"
    THREE_PUBLIC = "three_public", "“三公”经费"


class FileKind(models.TextChoices):
    LINES = "lines", "预算指标"
    PAYMENTS = "payments", "支付明细"


class WarningKind(models.TextChoices):
    BEHIND = "behind", "支付慢于序时进度"
    RUSH = "rush", "年底突击花钱"
    OVER = "over", "支付超过预算"
    NO_BUDGET = "no_budget", "没有预算的支出"
    CARRIED = "carried", "结转超过两年"


class WarningState(models.TextChoices):
    FOUND = "found", "待核实"
    VERIFIED = "verified", "属实，待转交"
    REFERRED = "referred", "待单位反馈"
    ANSWERED = "answered", "已反馈，待办结"
    CLOSED = "closed", "已办结"
    DISMISSED = "dismissed", "误报"


class WarningVerb(models.TextChoices):
    FIND = "find", "自动发现"
    VERIFY = "verify", "核实属实"
    DISMISS = "dismiss", "核实是误报"
    REFER = "refer", "转交"
    ANSWER = "answer", "反馈"
    RETURN = "return", "反馈退回"
    CLOSE = "close", "办结"


@dataclass(frozen=True)
class WarningMove:
    source: WarningState
    target: WarningState


_S, _V = WarningState, WarningVerb
# 核实 → 转交 → 反馈 → 办结; the database's constraint is generated from this table.
WARNING_MOVES: dict[WarningVerb, WarningMove] = {
    _V.VERIFY: WarningMove(_S.FOUND, _S.VERIFIED),
    _V.DISMISS: WarningMove(_S.FOUND, _S.DISMISSED),
    _V.REFER: WarningMove(_S.VERIFIED, _S.REFERRED),
    _V.ANSWER: WarningMove(_S.REFERRED, _S.ANSWERED),
    _V.RETURN: WarningMove(_S.ANSWERED, _S.REFERRED),
    _V.CLOSE: WarningMove(_S.ANSWERED, _S.CLOSED),
}
SETTLED = (_S.CLOSED, _S.DISMISSED)


# The meaning of each rule's limit, for the page that sets it.
LIMIT_WORDS = {
    WarningKind.BEHIND: "支付进度低于序时进度的百分之几就提示",
    WarningKind.RUSH: "十二月的支付达到全年预算的百分之几就提示",
    WarningKind.OVER: "支付超过预算的百分之几就提示（100 就是超过一分也提示）",
    WarningKind.NO_BUDGET: "没有预算的支出达到多少元就提示",
    WarningKind.CARRIED: "结转几年没有用完就提示（预算法第四十二条：连续两年）",
}
FIRST_LIMITS = {
    WarningKind.BEHIND: 70,
    WarningKind.RUSH: 30,
    WarningKind.OVER: 100,
    WarningKind.NO_BUDGET: 1,
    WarningKind.CARRIED: 2,
}

# Labels of this part's actions in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "open_budget": "建立预算年度",
    "take_budget_file": "记入国库文件",
    "set_warning_rule": "定预警规则",
}
