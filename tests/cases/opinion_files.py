"""The real messages with their answers; generated ones if they are missing."""

import csv
import io
from datetime import timedelta
from pathlib import Path

from tests.county import moment
from tests.paths import ROOT

REAL = ROOT / ".." / "shared" / "data" / "opinions"
ANSWERED_HEAD = [
    "留言编号",
    "留言用户",
    "留言主题",
    "留言时间",
    "留言详情",
    "答复意见",
    "答复时间",
]
MESSAGES_HEAD = [
    "留言编号",
    "留言用户",
    "留言主题",
    "留言时间",
    "留言详情",
    "反对数",
    "点赞数",
]


def table(head, rows):
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")


def made_answered():
    """1402 rows whose waiting times have the median and the p90 of the real ones."""
    days = [*range(11)] * 60 + [11] * 244 + [20] * 340 + [40] * 100 + [90] * 58
    start = moment("2018-03-01 09:00")
    for number, waited in enumerate(days):
        at = start + timedelta(hours=5 * number)
        answer = at + timedelta(days=waited, hours=1)
        text = f"第 {number} 号路口的路灯不亮，请修。"
        yield [
            number,
            f"U{number}",
            text,
            f"{at:%Y-%m-%d %H:%M:%S}",
            f"{text}联系 13805390{number % 1000:03d}。",
            f"第 {number} 号路灯已经修好，可打 13905390{number % 1000:03d} 询问。",
            f"{answer:%Y-%m-%d %H:%M:%S}",
        ]


def made_messages():
    start = moment("2019-03-01 09:00")
    for number in range(2147):
        at = f"{start + timedelta(hours=3 * number):%Y/%m/%d %H:%M}"
        text = f"第 {number} 条：村里的水渠堵了。"
        yield [90000 + number, f"A{number}", text, at, text, 0, 1]


def opinion_files(folder: Path) -> list[Path]:
    """answered.csv (1402 rows) and messages.csv (2147 rows)."""
    if (REAL / "answered.csv").exists():
        return [REAL / "answered.csv", REAL / "messages.csv"]
    answered, messages = folder / "answered.csv", folder / "messages.csv"
    answered.write_bytes(table(ANSWERED_HEAD, made_answered()))
    messages.write_bytes(table(MESSAGES_HEAD, made_messages()))
    return [answered, messages]
