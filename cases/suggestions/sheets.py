"""答复函: the answer to a suggestion as a Word letter to one of its proposers.

山东省人民代表大会代表建议、批评和意见办理工作条例 第二十二条: signed by the unit's head
and sealed; a joint suggestion is answered to each of its proposers, so each gets a
letter of their own.
"""

from cases.loop.models.answers import Reply
from cases.loop.services.clock import local_day
from cases.suggestions.models import Proposer
from office.calendar.services.deadlines import cn_date
from office.sheets.letters import OfficialLetter, cn_day


def reply_letter(reply: Reply, proposer: Proposer) -> bytes:
    """The docx of a released ``reply``.

    Number, signature and seal are added by the unit.
    """
    case, day = reply.round.case, local_day(reply.released_at)
    again = "再次" if reply.round.number > 1 else ""
    name = f"关于{case.suggestion.lead.term}{case.number}建议的{again}答复"
    letter = OfficialLetter(title=name, day=day)
    letter.masthead(reply.unit.name, issue=f"函〔{day.year}〕　　号", unit="")
    letter.title(name)
    letter.addressee(f"{proposer}代表")
    letter.paragraph(f"您提出的“{case.suggestion.title}”收悉，现答复如下：")
    letter.paragraph(reply.text)
    letter.paragraph(f"办理结果：{reply.get_result_class_display()}。")
    if reply.promise and reply.promise_on:
        letter.paragraph(
            f"我单位答应在{cn_date(reply.promise_on)}前：{reply.promise}。"
        )
    for meeting in reply.round.meetings.filter(unit=reply.unit, proposer=proposer):
        way = meeting.get_way_display()
        letter.paragraph(
            f"{cn_day(meeting.day)}，{meeting.people}{way}听取了您的意见。"
        )
    letter.paragraph(
        f"公开属性：{case.suggestion.get_hidden_display() or '主动公开'}。"
        "对办理过程和办理结果满意不满意，请您在门户里评价。"
    )
    letter.paragraph("主要负责人（签字）：")
    letter.signature(reply.unit.name)
    letter.copies("县人大常委会代表工作机构，县政府办公室")
    return letter.to_bytes()
