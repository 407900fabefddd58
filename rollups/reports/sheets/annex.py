"""附表: every number of the report as a workbook, one sheet per dimension."""

from office.sheets.workbooks import Cell, write_workbook
from rollups.reports.models import Report
from rollups.reports.page import Contents, Line

HEAD = [
    "收到",
    "上月收到",
    "答复",
    "按期答复",
    "办结",
    "已解决",
    "评价",
    "满意",
    "没有解决",
    "月底未答复",
    "超期",
    "以前月份收到的",
]


def annex_of(report: Report, contents: Contents) -> bytes:
    """The workbook of ``report`` as an xlsx file."""
    places = "村居" if report.town else "乡镇街道"
    total = [Line(report.area, contents.total, None)] if contents.total else []
    sheets = [
        ("合计", _lines("范围", total)),
        ("类别", _lines("类别", contents.categories)),
        (places, _lines(places, contents.places)),
        ("联络站", _lines("联络站", contents.stations)),
        ("来源", _lines("来源", contents.channels)),
        ("热点", _topics(contents)),
        ("移交事项", _items(contents.items)),
        ("上期移交事项", _items(contents.last_items)),
    ]
    return write_workbook(sheets)


def _lines(name: str, lines: list[Line]) -> list[list[Cell]]:
    table: list[list[Cell]] = [[name, *HEAD]]
    for line in lines:
        row = line.row
        table.append(
            [
                line.name,
                row.received,
                line.before,
                row.answered,
                row.answered_on_time,
                row.closed,
                row.solved,
                row.rated,
                row.content,
                row.not_solved,
                row.waiting,
                row.overdue,
                row.carried,
            ]
        )
    return table


def _topics(contents: Contents) -> list[list[Cell]]:
    table: list[list[Cell]] = [["热点", "件数", "全县人数", "最早", "最晚", "地点"]]
    for line in contents.topics:
        topic = line.topic
        days = [topic.first_day.isoformat(), topic.last_day.isoformat()]
        table.append([str(topic), line.count, topic.people, *days, line.where])
    return table


def _items(items: list) -> list[list[Cell]]:
    table: list[list[Cell]] = [["事项", "移交给", "状态", "反馈期限", "结果", "反馈"]]
    for item in items:
        due = item.due_on.isoformat() if item.due_on else ""
        unit = item.unit.name if item.unit else ""
        state, result = item.get_state_display(), item.get_result_class_display()
        table.append([item.title, unit, state, due, result, item.public_answer])
    return table
