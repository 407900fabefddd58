"""Initial rules of a new year. 《费县人大代表履职评价办法（示例）》; not law.

代表法（2025）第五十八条 requires that activities are recorded and published; their
points are the county's own measure, and no law ties a mandate to them.
"""

from deputies.activities.enums.records import RecordKind

MEASURE = "《费县人大代表履职评价办法（示例）》"
# Kind, points each, yearly cap, article.
RULES = (
    (RecordKind.CHECK_IN, "2", "24", "第五条"),
    (RecordKind.RECEPTION, "1", "12", "第五条"),
    (RecordKind.OPINION, "0.5", "6", "第五条"),
    (RecordKind.SUGGESTION, "5", "15", "第六条"),
    (RecordKind.JOINT_SUGGESTION, "1", "5", "第六条"),
    (RecordKind.KEY_SUGGESTION, "5", "10", "第六条"),
    (RecordKind.SESSION, "5", "10", "第七条"),
    (RecordKind.INSPECTION, "3", "9", "第八条"),
    (RecordKind.RESEARCH, "3", "9", "第八条"),
    (RecordKind.VISIT, "1", "6", "第八条"),
    (RecordKind.GOVERNANCE, "2", "8", "第八条"),
    (RecordKind.MEDIATION, "2", "8", "第八条"),
    (RecordKind.VOLUNTEER, "2", "6", "第八条"),
    (RecordKind.EPIDEMIC, "2", "6", "第八条"),
    (RecordKind.TRAINING, "3", "9", "第八条"),
    (RecordKind.REPORT, "10", "10", "第九条"),
    (RecordKind.MISSED_CHECK_IN, "2", "24", "第十条"),
    (RecordKind.ABSENT_SESSION, "10", "20", "第十条"),
    (RecordKind.OTHER_DEDUCTION, "5", "10", "第十条"),
)
