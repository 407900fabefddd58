"""Text as it is compared: one spelling for each digit, blank, dash and letter.

Every character becomes one character or none, so that a place in the flat text is a
place in the text that was written.
"""

import unicodedata

BLANK, DASH = " ", "-"
_DROPPED = "\ufffe"
_MORE_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
_MORE_DASHES = "\u2212\u2500\u2501\u30fc\u02d7_~\u301c\u223c"
CHINESE_DIGITS = str.maketrans(
    "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789"
)


class _Spelling(dict[int, str]):
    """Code point → what it is compared as, worked out once a character."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _flat_character(chr(code))
        return shown


def _flat_character(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    plain = plain if len(plain) == 1 else char
    kind = unicodedata.category(plain)
    if kind == "Nd":
        return str(unicodedata.decimal(plain))
    if kind == "Zs" or plain in _MORE_BLANKS or plain in "\t\n\v\f\r\u2028\u2029":
        return BLANK
    if kind == "Pd" or plain in _MORE_DASHES:
        return DASH
    # Format and control characters, accents and variation selectors show nothing.
    if kind in ("Cf", "Cc", "Mn", "Me"):
        return _DROPPED
    return plain


_SPELLING = _Spelling()


def flatten(text: str) -> tuple[str, list[int] | range]:
    """``text`` flat, and for each of its characters the place in ``text``."""
    flat = text.translate(_SPELLING)
    if _DROPPED not in flat:
        return flat, range(len(flat))
    kept = [i for i, char in enumerate(flat) if char != _DROPPED]
    return "".join(flat[i] for i in kept), kept


def is_counter(char: str) -> bool:
    """①, ², ⑴ written as one character: no part of the number beside it."""
    return unicodedata.category(char) == "No"
