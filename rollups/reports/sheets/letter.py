"""月报 as a Word document: five sections by the county's own skeleton."""

from office.calendar.services.deadlines import cn_date
from office.sheets.letters import OfficialLetter, cn_day
from rollups.counting.enums import ItemState
from rollups.reports.models import Report, ReportItem
from rollups.reports.page import Contents, Line, TopicLine

NUMBERS = "一二三四五六七八九十"
DRAFT = "（未批准，仅供核对）"
LISTED = 12


def letter_of(report: Report, contents: Contents) -> bytes:
    """The report as a docx file; before approval it is marked as a draft."""
    month = report.rollup
    day = report.approved_at or month.counted_at
    letter = OfficialLetter(title=str(report), day=day.date() if day else month.month)
    letter.masthead("社情民意月报", issue=issue_of(report), unit=report.unit.name)
    draft = "" if report.is_approved else DRAFT
    letter.title(f"{report.area}{month}社情民意{draft}")
    _overview(letter, report, contents)
    _topics(letter, contents)
    letter.heading("三、苗头倾向")
    letter.paragraph("\n".join(contents.trends) or "与上月相比没有明显变化。")
    letter.paragraph(report.trends)
    _last_items(letter, contents)
    _items(letter, report, contents)
    letter.annex("社情民意月报附表（xlsx）")
    letter.signature(report.unit.name)
    letter.copies(_copies(contents))
    return letter.to_bytes()


def issue_of(report: Report) -> str:
    """``2026年第10期``: one issue per month, numbered by the month."""
    month = report.rollup.month
    return f"{month.year}年第{month.month}期"


def _overview(letter: OfficialLetter, report: Report, contents: Contents) -> None:
    letter.heading("一、总体情况")
    letter.paragraph("".join(contents.overview))
    letter.paragraph(report.overview)
    if contents.categories:
        letter.heading("（一）按类别", level=2)
        _table(letter, "类别", contents.categories)
    if contents.places:
        name = "村居" if report.town else "乡镇街道"
        letter.heading(f"（二）按{name}", level=2)
        _table(letter, name, contents.places)


def _table(letter: OfficialLetter, name: str, lines: list[Line]) -> None:
    letter.table(
        [name, "收到", "比上月", "答复", "月底未答复", "超期"],
        [
            [
                line.name,
                str(line.row.received),
                line.change.removeprefix("比上月"),
                str(line.row.answered),
                str(line.row.waiting),
                str(line.row.overdue),
            ]
            for line in lines[:LISTED]
        ],
    )


def _topics(letter: OfficialLetter, contents: Contents) -> None:
    letter.heading("二、热点问题")
    if not contents.topics:
        letter.paragraph("本月没有三件以上集中反映的问题。")
    for number, line in zip(NUMBERS, contents.topics, strict=False):
        letter.heading(f"（{number}）{line.topic}", level=2)
        letter.paragraph(_topic_text(line))
        letter.paragraph(line.topic.remark)
        if line.topic.quotes:
            quotes = "；".join(f"“{quote}”" for quote in line.topic.quotes)
            letter.paragraph(f"原话（已隐去个人信息）：{quotes}。")


def _topic_text(line: TopicLine) -> str:
    topic = line.topic
    span = cn_day(topic.first_day)
    if topic.last_day != topic.first_day:
        span += f"至{cn_day(topic.last_day)}"
    people = f"，全县 {topic.people} 人" if topic.people > 1 else ""
    return f"{line.count} 件{people}。时间：{span}。地点：{line.where}。"


def _last_items(letter: OfficialLetter, contents: Contents) -> None:
    letter.heading("四、上期移交事项办理")
    items = contents.last_items
    if not items:
        letter.paragraph("上期没有移交事项。")
        return
    answered = [
        i for i in items if i.state in (ItemState.ANSWERED, ItemState.PUBLISHED)
    ]
    letter.paragraph(
        f"上期移交 {len(items)} 项，签收 {sum(bool(i.signed_at) for i in items)} 项，"
        f"反馈 {len(answered)} 项，还没有反馈 {len(items) - len(answered)} 项。"
    )
    letter.table(
        ["事项", "单位", "反馈期限", "状态", "反馈"],
        [
            [
                item.title,
                item.unit.short_name if item.unit else "",
                cn_day(item.due_on) if item.due_on else "",
                item.get_state_display(),
                item.public_answer[:120],
            ]
            for item in items
        ],
    )


def _items(letter: OfficialLetter, report: Report, contents: Contents) -> None:
    letter.heading("五、意见建议")
    letter.paragraph(report.advice)
    if not contents.items and not report.advice:
        letter.paragraph("本期没有移交事项。")
    for number, item in enumerate(contents.items, 1):
        letter.paragraph(f"{number}. {item.title}。{item.text}{_to(item)}")


def _to(item: ReportItem) -> str:
    if item.unit is None:
        return ""
    due = f"，{cn_date(item.due_on)}前反馈" if item.due_on else ""
    return f"（移交{item.unit.name}{due}）"


def _copies(contents: Contents) -> str:
    units = {item.unit.name: None for item in contents.items if item.unit}
    return "，".join(units) or "存档"
