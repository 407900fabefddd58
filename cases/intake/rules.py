"""What reads like an accusation: words only, and only to offer the other door."""

import re

# Acts that 监察法 第十一条 and 信访工作条例 第三十条 mean, as people write them.
_ACTS = re.compile(
    r"举报|检举|控告|贪污|贪腐|腐败|受贿|行贿|索贿|贿赂|侵吞|侵占|挪用|截留|克扣|套取|私分|"
    r"虚报冒领|冒领|以权谋私|徇私|滥用职权|吃拿卡要|吃回扣|拿回扣|好处费|红包|送礼|收礼|"
    r"打击报复|优亲厚友|违法违纪|违纪|保护伞|中饱私囊|装进自己"
)
_OFFICIALS = r"(?:村?(?:干部|支书|书记|主任|会计|组长)|(?:镇|乡|县|局|科|所|站|股)长|公职人员|领导|法官|民警)"
_TAKES = (
    r"(?:收了?|拿了?|要了?|贪了?|占了?|扣了?|吞了?|分了?)"
    r"[^。！？\n]{0,12}(?:钱|款|补贴|补助|低保|礼|烟|酒)"
)
_TAKEN = re.compile(rf"{_OFFICIALS}[^。！？\n]{{0,12}}{_TAKES}")
_HOME = re.compile(
    r"(?:钱|款|补贴|补助)[^。！？\n]{0,6}(?:拿回家|拿走|私吞|花了|进了.{0,4}腰包)"
)


def reads_like_accusation(text: str) -> bool:
    """Whether ``text`` seems to accuse a person or a body of breaking law or discipline.

    A guess that decides nothing: the writer, or the keeper, is asked.
    """
    return bool(_ACTS.search(text) or _TAKEN.search(text) or _HOME.search(text))
