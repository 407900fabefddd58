"""The result as a Word notice: seven numbers, every item, who counted (GB/T 9704)."""

from ballots.record.page.sheets import sheet_rows
from ballots.rules.enums import BallotKind
from ballots.rules.models import Ballot
from ballots.rules.rules import rule_words
from office.sheets.letters import OfficialLetter, cn_day

OUTCOMES = {
    "complete": "应选的全部选出。",
    "short": "没有选满，不补选过不了线的。",
    "run_off": "有票数相等、定不下来的，就相等的几项再投一次。",
    "void": "整次无效，重新投票。",
}


def notice_of(ballot: Ballot) -> bytes:
    """A docx of an announced ballot."""
    result, day = ballot.result, ballot.announced_at.date()
    letter = OfficialLetter(title=f"{ballot.title}结果公告", day=day)
    letter.title(f"{ballot.title}结果公告")
    letter.paragraph(
        f"{cn_day(day)}，{ballot.body}{ballot.question}。现将结果公告如下："
    )
    letter.heading("一、票数")
    letter.paragraph(_numbers(ballot, result))
    letter.heading("二、结果")
    letter.paragraph(OUTCOMES[result.outcome] + result.sheet["reason"])
    _table(letter, ballot)
    letter.heading("三、规则")
    letter.paragraph("".join(rule_words(ballot, ballot.members)))
    letter.heading("四、监票")
    names = [str(teller.user) for teller in ballot.tellers.select_related("user")]
    letter.paragraph(
        f"总监票人{names[0]}，监票人{'、'.join(names[1:])}。选票和规则已经公开，"
        f"任何人都可以重新计票，编号 {ballot.code}。"
    )
    letter.signature(ballot.body)
    return letter.to_bytes()


def _numbers(ballot: Ballot, result) -> str:
    return (
        f"全体 {ballot.members} 名，应到 {ballot.members} 名，实到 {result.present} 名；"
        f"发出票 {result.issued} 张，收回票 {result.returned} 张，"
        f"有效票 {result.valid} 张（其中弃权 {result.abstained} 张），"
        f"废票 {result.invalid} 张。"
    )


def _table(letter: OfficialLetter, ballot: Ballot) -> None:
    names = ["名次", "事项", "得分" if ballot.kind == BallotKind.RANK else "赞成"]
    is_each = ballot.kind == BallotKind.EACH
    names += ["反对", "弃权"] if is_each else []
    rows = []
    for row in sheet_rows(ballot):
        votes = [row.votes, row.against, row.abstain] if is_each else [row.votes]
        rows.append([str(row.rank), row.title, *map(str, votes), row.word])
    letter.table([*names, "结果"], rows)
