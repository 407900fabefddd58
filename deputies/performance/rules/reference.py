"""The rules a new year starts with. 《费县人大代表履职评价办法（示例）》; none is law.

代表法（2025）第五十八条 asks that deeds are recorded and made known; how many points they
are worth is the county's own measure, and no law ties a mandate to them.
"""

from deputies.activities.enums.records import DeedKind

MEASURE = "《费县人大代表履职评价办法（示例）》"
# Kind, points each, most in a year, article.
RULES = (
    (DeedKind.CHECK_IN, "2", "24", "第五条"),
    (DeedKind.RECEPTION, "1", "12", "第五条"),
    (DeedKind.OPINION, "0.5", "6", "第五条"),
    (DeedKind.SUGGESTION, "5", "15", "第六条"),
    (DeedKind.JOINT_SUGGESTION, "1", "5", "第六条"),
    (DeedKind.KEY_SUGGESTION, "5", "10", "第六条"),
    (DeedKind.SESSION, "5", "10", "第七条"),
    (DeedKind.INSPECTION, "3", "9", "第八条"),
    (DeedKind.RESEARCH, "3", "9", "第八条"),
    (DeedKind.VISIT, "1", "6", "第八条"),
    (DeedKind.GOVERNANCE, "2", "8", "第八条"),
    (DeedKind.MEDIATION, "2", "8", "第八条"),
    (DeedKind.VOLUNTEER, "2", "6", "第八条"),
    (DeedKind.EPIDEMIC, "2", "6", "第八条"),
    (DeedKind.TRAINING, "3", "9", "第八条"),
    (DeedKind.REPORT, "10", "10", "第九条"),
    (DeedKind.MISSED_CHECK_IN, "2", "24", "第十条"),
    (DeedKind.ABSENT_SESSION, "10", "20", "第十条"),
    (DeedKind.OTHER_DEDUCTION, "5", "10", "第十条"),
)
