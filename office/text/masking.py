"""What others may see of personal data (掩码)."""

import re

MASK = "*"

# Digits as they are typed on a phone and with a Chinese keyboard, and what parts them.
_D = "[0-9０-９]"
_S = "[ \u3000\\-—.]?"
_X = "[0-9０-９XxＸｘ]"
_FIRST = "[1１][3-9３-９]"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("D", _D))


# An ID number first: its digits would otherwise be taken for a bank card.
_ID_NUMBER = _rule(
    rf"(?<![0-9A-Za-z])(D{{6}}){_S}D{{4}}{_S}D{{4}}{_S}(D{{3}}{_X})(?!D)"
)
_OLD_ID_NUMBER = _rule(r"(?<!D)([1-9]D{5})D{6}(D{3})(?!D)")
_MOBILE = _rule(
    rf"(?<!D)(?:[+＋]?(?:86|８６){_S})?({_FIRST}D){_S}D{{4}}{_S}(D{{4}})(?!D)"
)
# 1381 2345 678, and a blank or a dash after each digit: no date is written like that.
_MOBILE_BY_FOUR = _rule(rf"(?<!D)({_FIRST}D)D[ -]D{{4}}[ -](D{{3}})(?!D)")
_MOBILE_SPACED = _rule(
    r"(?<!D)([1１]([ \u3000\-.])[3-9３-９]\2D)(?:\2D){4}\2(D(?:\2D){3})(?!D)"
)
_LANDLINE = _rule(r"(?<!D)([(（]?[0０]D{2,3}[)）]?)([- ]?)D{3,4}[- ]?(D{4})(?!D)")
_LOCAL_LINE = _rule(
    r"((?:电话|手机|座机|固话|[Tt]el|TEL)[是为]?[:： ]*)D{3,4}[- ]?(D{4})(?!D)"
)
_BANK_CARD = _rule(r"(?<!D)(D{4})D{8,11}(D{4})(?!D)")
_BANK_CARD_BY_FOUR = _rule(
    r"(?<!D)([3-69]D{3})([ -])D{4}\2D{4}(?:\2D{4})?\2(D{1,4})(?!D)"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"([{_PROVINCES}][A-HJ-NP-Z])[·• ]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"([A-Za-z0-9])[A-Za-z0-9._%+-]*(@[A-Za-z0-9.-]+\.[A-Za-z]{2,})")
_WECHAT = re.compile(r"(微信号?|QQ号?)([:： 是]?)[A-Za-z0-9_-]{5,20}", re.IGNORECASE)
_WXID = re.compile(r"(wxid_)[A-Za-z0-9_-]+", re.IGNORECASE)

_NUMBER_RULES = (
    (_ID_NUMBER, r"\1********\2"),
    (_BANK_CARD_BY_FOUR, r"\1********\3"),
    (_MOBILE, r"\1****\2"),
    (_MOBILE_BY_FOUR, r"\1****\2"),
    (_MOBILE_SPACED, r"\1****\3"),
    (_LANDLINE, r"\1\2****\3"),
    (_LOCAL_LINE, r"\1****\2"),
    (_BANK_CARD, r"\1********\2"),
    (_OLD_ID_NUMBER, r"\1******\2"),
)
_PLATE_RULES = ((_PLATE, r"\1*****"),)
_EMAIL_RULES = ((_EMAIL, r"\1***\2"),)
_ACCOUNT_RULES = ((_WECHAT, r"\1\2****"), (_WXID, r"\1****"))
# What a text must hold before a rule can find anything in it: most hold none of these,
# and an import masks thousands of texts a second.
_HINTS = (
    (_rule(r"D(?:[ \u3000\-—.()（）]?D){6}"), _NUMBER_RULES),
    (re.compile(rf"[{_PROVINCES}][A-Za-z]"), _PLATE_RULES),
    (re.compile("@"), _EMAIL_RULES),
    (re.compile("微信|QQ|wxid_", re.IGNORECASE), _ACCOUNT_RULES),
)


def mask_text(text: str) -> str:
    """``text`` with phones, ID numbers, bank cards, plates and accounts masked."""
    return _masked(text)[0]


def count_masked(text: str) -> int:
    """How many places ``mask_text`` would cover."""
    return _masked(text)[1]


def _masked(text: str) -> tuple[str, int]:
    found = 0
    for hint, rules in _HINTS:
        if not hint.search(text):
            continue
        for pattern, shown in rules:
            text, count = pattern.subn(shown, text)
            found += count
    return text, found


def mask_phone(phone: str) -> str:
    """``13812341234`` → ``138****1234``."""
    if len(phone) < 8:
        return MASK * len(phone)
    return f"{phone[:3]}****{phone[-4:]}"


def mask_name(name: str) -> str:
    """``张明华`` → ``张**``."""
    return name[:1] + MASK * (len(name) - 1)
