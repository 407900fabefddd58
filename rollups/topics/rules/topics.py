"""Hot topics: messages about the same real thing, found by the words they share.

Every message becomes a sparse vector of character pieces, rare ones weighing most. Two
messages are joined when each is among the nearest of the other; groups then grow by
average likeness, so that a chain of neighbours never becomes one topic. The same rows
give the same topics in whatever order they come.
"""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from office.text.masking import mask_text
from rollups.topics.rules.grouping import join_alike, mutual_neighbours, one_word
from rollups.topics.rules.naming import settle_names

TITLE_WEIGHT = 3.0
READ = 800
PIECES = (2, 3, 4)
KEPT_PIECES = 40
COMMON_SHARE = 0.03
LEAST_MESSAGES = 3
SAME_TOPIC = 0.30
BELONGS = 0.24
SAME_OVER_TIME = 0.25
QUOTES = 3
TITLE_LENGTH = 30
QUOTE_LENGTH = 80

_COURTESY = re.compile(
    r"尊敬的[^，。！：\s]{0,14}|敬爱的[^，。！：\s]{0,14}|各位领导|领导们?|书记|市长|县长|区长"
    r"|您好|你好|请问|希望|恳请|恳求|请求|强烈|要求|建议|咨询|反映|投诉|举报|谢谢|感谢|此致|敬礼"
    r"|有关部门|相关部门|政府|什么时候|为什么|怎么办?|如何|是否|能否|可否|何时|问题|情况|我们|我是"
    r"|关于|严重|尽快|解决|处理|一下|现在|已经|没有|因为|所以|但是|这个|可以|居民|业主|市民|群众|小区|社区|附近|街道"
)
_WORDS = re.compile(r"[㐀-鿿]+|[A-Za-z]+[0-9]*[市区县镇街]?|[0-9]+")
_SENTENCE = re.compile(r"[。！？!?\n；;]+")
_OPENING = re.compile(
    r"^(?:(?:尊敬|敬爱)的[^，。！：:,]{0,20}[，。！：:,]|(?:您好|你好)[，。！：:,]?|请问|关于|[\s　，。！：:,]+)+"
)

Vector = dict[str, float]


@dataclass(frozen=True)
class Message:
    """What somebody said: the first line is its title; ``people`` are opaque keys.

    ``may_quote`` is their consent: without it no sentence of theirs is quoted.
    """

    id: int
    text: str
    place: str
    day: datetime.date
    people: tuple[str | int, ...]
    may_quote: bool = True


@dataclass(frozen=True)
class Topic:
    """Messages about one thing. ``quotes`` are masked; ``centre`` compares months."""

    title: str
    count: int
    people: int
    places: tuple[tuple[str, int], ...]
    first_day: datetime.date
    last_day: datetime.date
    quotes: tuple[str, ...]
    ids: tuple[int, ...]
    centre: Vector


def hot_topics(messages: Iterable[Message], *, most: int = 10) -> list[Topic]:
    """The topics most people spoke of, at most ``most``; each of three messages or more.

    ``messages`` may come in any order and are read once. Each topic carries ``title``,
    ``count`` (messages), ``people`` (different keys; a message without one adds none),
    ``places`` with their counts, ``first_day``, ``last_day``, up to three masked
    ``quotes``, nearest to the middle first, and the ``ids`` of its messages, ascending;
    no message is in two topics. Ten thousand messages take under a minute of one core
    and under 1 GiB.
    """
    rows = sorted(messages, key=lambda row: row.id)
    vectors = _vectors([row.text for row in rows])
    groups = join_alike(mutual_neighbours(vectors), len(rows))
    groups = _merge_same([g for g in groups if len(g) >= LEAST_MESSAGES], vectors)
    groups = _with_strays(groups, vectors)
    texts = [_COURTESY.sub(" ", row.text[:READ]) for row in rows]
    groups = settle_names(texts, groups, least=LEAST_MESSAGES)
    topics = [_topic([(rows[at], vectors[at]) for at in group]) for group in groups]
    topics.sort(key=lambda topic: (-topic.people, -topic.count, topic.ids))
    return topics[:most]


def new_topics(now: Sequence[Topic], before: Sequence[Topic]) -> list[Topic]:
    """Topics of ``now`` that were nobody's topic ``before``."""
    return [topic for topic in now if not _known(topic, before)]


def fading_topics(now: Sequence[Topic], before: Sequence[Topic]) -> list[Topic]:
    """Topics of ``before`` of which nobody speaks ``now``, or less than half as many."""
    return [
        topic
        for topic in before
        if sum(t.people for t in now if _same(t, topic)) * 2 < topic.people
    ]


def _known(topic: Topic, others: Iterable[Topic]) -> bool:
    return any(_same(topic, other) for other in others)


def _same(one: Topic, other: Topic) -> bool:
    return cosine(one.centre, other.centre) >= SAME_OVER_TIME


def cosine(one: Vector, other: Vector) -> float:
    """Likeness of two unit vectors, 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other.get(piece, 0.0) for piece, value in one.items())


def _pieces(text: str, weight: float, into: Any) -> None:
    for run in _WORDS.findall(_COURTESY.sub(" ", text)):
        if run[0].isascii():
            into[run.upper()] += weight
            continue
        for size in PIECES:
            for at in range(len(run) - size + 1):
                into[run[at : at + size]] += weight


def _counted(text: str) -> Counter:
    title, _, body = text.partition("\n")
    counts: Counter = Counter()
    _pieces(title[:READ], TITLE_WEIGHT if body else 1.0, counts)
    _pieces(body[:READ], 1.0, counts)
    return counts


def _vectors(texts: Sequence[str]) -> list[Vector]:
    # Counted twice: all counts at once would be most of the memory.
    known_by = Counter(piece for text in texts for piece in _counted(text))
    ceiling = max(20, len(texts) * COMMON_SHARE)
    rarity = {
        piece: log(len(texts) / number + 1)
        for piece, number in known_by.items()
        if 1 < number <= ceiling
    }
    vectors = []
    for text in texts:
        weights = {
            piece: (1 + log(count)) * rarity[piece]
            for piece, count in _counted(text).items()
            if piece in rarity
        }
        best = sorted(weights.items(), key=lambda row: (-row[1], row[0]))
        vectors.append(_unit(dict(best[:KEPT_PIECES])))
    return vectors


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(value * value for value in vector.values()))
    return {piece: value / length for piece, value in vector.items()} if length else {}


def _centre(vectors: Iterable[Vector]) -> Vector:
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for piece, value in vector.items():
            total[piece] += value
    return _unit(dict(total))


class _Centres:
    """Unit vectors by number, asked through their pieces which is nearest."""

    def __init__(self) -> None:
        self.vectors: list[Vector] = []
        self.holders: dict[str, dict[int, float]] = defaultdict(dict)

    def put(self, number: int, vector: Vector) -> None:
        """Set the vector of ``number``, or add one when it is the next."""
        if number == len(self.vectors):
            self.vectors.append({})
        for piece in self.vectors[number]:
            del self.holders[piece][number]
        for piece, value in vector.items():
            self.holders[piece][number] = value
        self.vectors[number] = vector

    def nearest(self, vector: Vector) -> tuple[float, int]:
        """Likeness and number of the nearest, the first of equals; (0, -1) of none."""
        likeness: dict[int, float] = defaultdict(float)
        for piece, value in sorted(vector.items()):
            for number, other in self.holders.get(piece, {}).items():
                likeness[number] += value * other
        best = max(((row, -number) for number, row in likeness.items()), default=(0, 1))
        return best[0], -best[1]


def _merge_same(groups: list[list[int]], vectors: list[Vector]) -> list[list[int]]:
    """Groups whose centres are alike become one: a thing is never named twice."""
    kept: list[list[int]] = []
    centres = _Centres()
    for group in sorted(groups, key=lambda group: (-len(group), group)):
        centre = _centre(vectors[at] for at in group)
        likeness, at = centres.nearest(centre)
        if likeness >= SAME_TOPIC:
            kept[at] = sorted(kept[at] + group)
            centre = _centre(vectors[member] for member in kept[at])
        else:
            at = len(kept)
            kept.append(group)
        centres.put(at, centre)
    return kept


def _with_strays(groups: list[list[int]], vectors: list[Vector]) -> list[list[int]]:
    """Each message left over joins the group whose centre it is most like, if any."""
    centres = _Centres()
    for number, group in enumerate(groups):
        centres.put(number, _centre(vectors[at] for at in group))
    whole = [list(group) for group in groups]
    taken = {at for group in groups for at in group}
    for at, vector in enumerate(vectors):
        if at in taken:
            continue
        likeness, near = centres.nearest(vector)
        if likeness >= BELONGS and not one_word(
            vector, centres.vectors[near], likeness
        ):
            whole[near].append(at)
    return [sorted(group) for group in whole]


def _topic(members: list[tuple[Message, Vector]]) -> Topic:
    centre = _centre(vector for _, vector in members)
    nearest = sorted(members, key=lambda row: (-cosine(row[1], centre), row[0].id))
    rows = [row for row, _ in members]
    places = Counter(row.place for row in rows if row.place)
    return Topic(
        title=next(
            (_title(row.text) for row, _ in nearest if row.may_quote),
            _title_of_words(centre),
        ),
        count=len(rows),
        people=len({person for row in rows for person in row.people}),
        places=tuple(sorted(places.items(), key=lambda row: (-row[1], row[0]))),
        first_day=min(row.day for row in rows),
        last_day=max(row.day for row in rows),
        quotes=_quotes([row.text for row, _ in nearest if row.may_quote]),
        ids=tuple(row.id for row in rows),
        centre=centre,
    )


def _title(text: str) -> str:
    return _shortened(mask_text(_plain(text.strip().partition("\n")[0])), TITLE_LENGTH)


def _title_of_words(centre: Vector) -> str:
    """What a topic is called when nobody's sentence may be used: its weightiest words."""
    chosen: list[str] = []
    for piece, _ in sorted(centre.items(), key=lambda row: (-row[1], row[0])):
        if not any(set(piece) & set(other) for other in chosen):
            chosen.append(piece)
        if len(chosen) == QUOTES:
            break
    return "、".join(chosen)[:TITLE_LENGTH]


def _quotes(texts: Iterable[str]) -> tuple[str, ...]:
    """One telling sentence of each of the nearest messages, no sentence twice."""
    quotes: list[str] = []
    for text in texts:
        if (data := quote_of(text)) and data not in quotes:
            quotes.append(data)
        if len(quotes) == QUOTES:
            break
    return tuple(quotes)


def quote_of(text: str) -> str:
    """The first telling sentence of a message, masked; "" without one."""
    body = text.partition("\n")[2] or text
    sentences = (_plain(part) for part in _SENTENCE.split(mask_text(body)))
    data = next((part for part in sentences if len(part) >= 10), "")
    return _shortened(data, QUOTE_LENGTH)


def _plain(text: str) -> str:
    return _OPENING.sub("", text.strip()).strip(" 　，。？！?!：:")


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
