"""The rules as a Markdown table; docs/deadlines.md is generated from here."""

from office.calendar.enums import HolidayShift, TimeUnit
from office.calendar.models.deadlines import DeadlineRule
from office.calendar.services.reference import read_rules

HEAD = """# 期限规则

本表由 `manage.py deadline --list --markdown > docs/deadlines.md` 生成，不要手改。
规则在 `office/calendar/reference/deadline_rules.json`；要改一条，就加一个新版本，用过的版本不变（ADR 6）。

- 三种计量不混用：工作日（按国务院放假通知和调休）、自然日、自然月（11 月 30 日起三个月到次年 2 月 28 日，不是 90 天）。
- 起算：除注明“含当天”的以外，从事情发生的第二天起算（民法典第二百零一条）。
- 末日：注明“顺延”的，最后一天不上班就到下一个上班的日子（民法典第二百零三条）；没有对应日的月份到月末（第二百零二条）。
- 没有公布放假安排的年份按周末和日期固定的法定节日推算，并写明“暂按未发布日历推算”；公布后导入，没办完的期限重新计算并告知承办单位：
  `manage.py import_holidays ../shared/data/holidays/2027.json --apply`
- 算一个日子：`manage.py deadline --rule case_answer_county --start 2026-11-30`（`--json` 给程序用）。

| 规则 | 名称 | 起算 | 期限 | 依据 |
|---|---|---|---|---|
"""


def span_of(rule: DeadlineRule) -> str:
    """``后 10 个工作日``, ``后 3 个月，遇节假日顺延``, ``起 5 天（含当天）``."""
    whence = "起" if rule.counts_start_day else "后"
    span = f"{whence} {rule.amount} {TimeUnit(rule.unit).label}"
    if rule.counts_start_day:
        span += "（含当天）"
    if rule.holiday_shift != HolidayShift.NONE:
        span += f"，{HolidayShift(rule.holiday_shift).label}"
    return span


def draw_rules() -> str:
    """Every version of every rule shipped with the program, in Markdown."""
    rules = [DeadlineRule(**row) for row in read_rules()]
    rows = [
        f"| `{rule.name}` 第 {rule.version} 版 | {rule.label} | {rule.start_event} "
        f"| {span_of(rule)} | {rule.source} |\n"
        for rule in rules
    ]
    return HEAD + "".join(rows)
