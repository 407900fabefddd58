"""A draft's page: the newest articles with the opinions on them and their predecessors."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from decisions.opinions.models import Article, Draft, Opinion


@dataclass
class Leaf:
    """An article of the newest version; ``opinions`` on it and on its predecessors."""

    article: Article
    opens: str = ""
    opinions: list[Opinion] = field(default_factory=list)


@dataclass
class Book:
    """``gone``: articles of older versions without a successor, with opinions on them."""

    leaves: list[Leaf]
    gone: list[Leaf]
    whole: list[Opinion]
    count: int


def book_of(draft: Draft, opinions: list[Opinion]) -> Book:
    """One query for all articles of all versions; the opinions are passed in."""
    rows = list(
        Article.objects.filter(version__draft=draft).order_by(
            "version__number", "position"
        )
    )
    newest = max((row.version_id for row in rows), default=None)
    became = {row.came_from_id: row.pk for row in rows if row.came_from_id}
    by_pk = {row.pk: row for row in rows}
    data: dict[int, list[Opinion]] = defaultdict(list)
    whole = []
    for one in _apart(opinions):
        if one.article_id is None:
            whole.append(one)
        else:
            data[_now(one.article_id, became)].append(one)
    leaves, chapter = [], None
    for row in rows:
        if row.version_id != newest:
            continue
        opens = row.chapter if row.chapter != chapter else ""
        chapter = row.chapter
        leaves.append(Leaf(row, opens, data.pop(row.pk, [])))
    gone = [
        Leaf(by_pk[pk], "", data[pk])
        for pk in sorted(data)
        if by_pk[pk].version_id != newest
    ]
    return Book(leaves, gone, whole, len(opinions))


def _apart(opinions: list[Opinion]) -> list[Opinion]:
    """Without merged opinions; ``same`` is the number merged into each."""
    known = {one.pk for one in opinions}
    same = Counter(one.merged_into_id for one in opinions)
    for one in opinions:
        one.same = same[one.pk]  # type: ignore[attr-defined]
    return [one for one in opinions if one.merged_into_id not in known]


def _now(pk: int, became: dict[int, int]) -> int:
    """The article's successor in the newest version it reaches."""
    while pk in became:
        pk = became[pk]
    return pk


def tally_of(opinions: list[Opinion]) -> dict[str, int]:
    """Numbers by source, and by outcome where there is one."""
    counted = Counter(one.source for one in opinions)
    counted.update((one.merged_into or one).outcome or "undecided" for one in opinions)
    return dict(counted)
