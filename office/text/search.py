"""Chinese full-text search: pairs of characters in a tsvector, phrases in a tsquery.

Words of a segmenter miss 污水处理 inside 污水处理厂; pairs find what LIKE finds, by GIN.
"""

import re

_RUN = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
_WORD = re.compile(r"[0-9a-z]+")
MAX_TOKENS = 4000
LAST_PLACE = 16383


def tokens(text: str) -> list[str]:
    """The search tokens of ``text`` in order: pairs of Han, whole Latin words.

    The last character of each run stands alone too, so that one character is found by
    prefix wherever it stands.
    """
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if _WORD.match(run):
            found.append(run[:64])
        else:
            found.extend(run[at : at + 2] for at in range(len(run)))
        if len(found) >= MAX_TOKENS:
            return found[:MAX_TOKENS]
    return found


def tsvector(*texts: str, at: int = 1) -> str:
    """The tsvector literal of ``texts``; a gap parts them, so no phrase spans two.

    ``at`` is the place of the first token: two literals joined by a blank are one when
    their places do not touch.
    """
    places: dict[str, list[str]] = {}
    for text in texts:
        for token in tokens(text):
            # PostgreSQL keeps 255 positions a token and none above 16383.
            place = str(at) if at < LAST_PLACE else str(LAST_PLACE)
            if token in places:
                places[token].append(place)
            else:
                places[token] = [place]
            at += 1
        at += 8
    return " ".join(
        [f"'{token}':{','.join(where[:255])}" for token, where in places.items()]
    )


def tsquery(query: str) -> str:
    """The tsquery literal that finds every run of ``query``; "" when nothing is left."""
    phrases = []
    for run in _RUN.findall(query.lower()[:100]):
        if _WORD.match(run):
            phrases.append(f"'{run[:64]}':*")
        elif len(run) == 1:
            phrases.append(f"'{run}':*")
        else:
            pairs = [run[at : at + 2] for at in range(len(run) - 1)]
            phrases.append("(" + " <-> ".join(f"'{pair}'" for pair in pairs) + ")")
    return " & ".join(phrases)


def any_of(text: str, limit: int = 24) -> str:
    """The tsquery literal that finds whatever shares three characters in a row.

    For near duplicates: the first ``limit`` triples of ``text``; "" when it has none.
    """
    triples: dict[str, None] = {}
    for run in _RUN.findall(text.lower()):
        if _WORD.match(run):
            continue
        for at in range(len(run) - 2):
            triples[f"('{run[at : at + 2]}' <-> '{run[at + 1 : at + 3]}')"] = None
    return " | ".join(list(triples)[:limit])
