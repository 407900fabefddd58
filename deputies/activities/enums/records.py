"""Enums of activity records, and the column of the score sheet each kind counts in."""

from django.db import models


class RecordColumn(models.TextChoices):
    """Three columns; they are shown separately before they are summed."""

    AUTOMATIC = "automatic", "系统记录"
    DECLARED = "declared", "申报核实"
    DEDUCTED = "deducted", "扣分"


class RecordKind(models.TextChoices):
    """Kinds of 履职. 代表法（2025）第五十八条: what deputies do is recorded."""

    CHECK_IN = "check_in", "联系选民日报到"
    RECEPTION = "reception", "接待选民"
    OPINION = "opinion", "代选民提出意见"
    SUGGESTION = "suggestion", "领衔提出建议"
    JOINT_SUGGESTION = "joint_suggestion", "联名提出建议"
    KEY_SUGGESTION = "key_suggestion", "建议列为重点督办"
    SESSION = "session", "出席人代会"
    SITTING = "sitting", "列席会议"
    SPEECH = "speech", "列席会议发言"
    INSPECTION = "inspection", "视察"
    RESEARCH = "research", "调研"
    VISIT = "visit", "走访"
    GOVERNANCE = "governance", "参与社会治理"
    MEDIATION = "mediation", "矛盾调处"
    VOLUNTEER = "volunteer", "志愿服务"
    EPIDEMIC = "epidemic", "疫情防控"
    TRAINING = "training", "培训"
    REPORT = "report", "述职"
    MISSED_CHECK_IN = "missed_check_in", "未请假没有报到"
    ABSENT_SESSION = "absent_session", "未经批准不出席会议"
    OTHER_DEDUCTION = "other_deduction", "其他扣分"


DECLARED_KINDS = (
    RecordKind.INSPECTION,
    RecordKind.RESEARCH,
    RecordKind.VISIT,
    RecordKind.GOVERNANCE,
    RecordKind.MEDIATION,
    RecordKind.VOLUNTEER,
    RecordKind.EPIDEMIC,
    RecordKind.TRAINING,
    RecordKind.REPORT,
)
DEDUCTED_KINDS = (
    RecordKind.MISSED_CHECK_IN,
    RecordKind.ABSENT_SESSION,
    RecordKind.OTHER_DEDUCTION,
)


def column_of(kind: RecordKind) -> RecordColumn:
    if kind in DECLARED_KINDS:
        return RecordColumn.DECLARED
    if kind in DEDUCTED_KINDS:
        return RecordColumn.DEDUCTED
    return RecordColumn.AUTOMATIC
