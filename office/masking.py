"""What others may see of personal data (domain.md §9: 掩码)."""

import re

MASK = "*"

# An ID number first: its digits would otherwise be taken for a bank card.
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])")
_OLD_ID_NUMBER = re.compile(r"(?<!\d)([1-9]\d{5})\d{6}(\d{3})(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})([- ]?)\d{3,4}(\d{4})(?!\d)")
_BANK_CARD = re.compile(r"(?<!\d)(\d{4})(?:[ -]?\d{4}){2,3}[ -]?\d{0,3}(\d{4})(?!\d)")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"([{_PROVINCES}][A-HJ-NP-Z])[·• ]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]"
)
_EMAIL = re.compile(r"([A-Za-z0-9])[A-Za-z0-9._%+-]*(@[A-Za-z0-9.-]+\.[A-Za-z]{2,})")
_WECHAT = re.compile(r"(微信号?|QQ号?|qq号?)([:： ]?)[A-Za-z0-9_-]{5,20}")

# Each of them has a figure or a Latin letter; most of what residents say has neither.
_HAS_CIPHERS = re.compile(r"[0-9A-Za-z]")

_RULES = (
    (_ID_NUMBER, r"\1********\2"),
    (_MOBILE, r"\1****\2"),
    (_LANDLINE, r"\1\2****\3"),
    (_BANK_CARD, r"\1********\2"),
    (_OLD_ID_NUMBER, r"\1******\2"),
    (_PLATE, r"\1*****"),
    (_EMAIL, r"\1***\2"),
    (_WECHAT, r"\1\2****"),
)


def mask_text(text: str) -> str:
    """``text`` with phones, ID numbers, bank cards, plates and accounts masked."""
    if not _HAS_CIPHERS.search(text):
        return text
    for pattern, shown in _RULES:
        text = pattern.sub(shown, text)
    return text


def count_masked(text: str) -> int:
    """How many places ``mask_text`` would cover."""
    found = 0
    for pattern, shown in _RULES:
        text, count = pattern.subn(shown, text)
        found += count
    return found


def mask_phone(phone: str) -> str:
    """``13812341234`` → ``138****1234``."""
    if len(phone) < 8:
        return MASK * len(phone)
    return f"{phone[:3]}****{phone[-4:]}"


def mask_name(name: str) -> str:
    """``张明华`` → ``张**``."""
    return name[:1] + MASK * (len(name) - 1)
