"""Rules of templates that the formatter does not check."""

import re

from tests.guards.test_project import ROOT, tracked

LONGEST = 120
TAG = re.compile(
    r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|</?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>",
    re.S,
)
# Han characters and the full-width punctuation between them.
WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…—]"
BROKEN = re.compile(rf"{WIDE}[ \t]*\n\s*{WIDE}")


def broken_lines(source: str) -> list[int]:
    """The lines broken inside Chinese text: a browser would show a blank there."""
    # A tag separates two text nodes; newlines inside it are preserved.
    text = TAG.sub(lambda tag: "<" + "\n" * tag[0].count("\n") + ">", source)
    return [text.count("\n", 0, found.start()) + 1 for found in BROKEN.finditer(text)]


def test_no_line_of_a_template_is_longer_than_the_screen():
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("templates/*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if len(line) > LONGEST
    ]

    assert long == []


def test_no_chinese_sentence_is_broken_where_a_blank_would_show():
    broken = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("templates/*.html")
        for number in broken_lines(path.read_text(encoding="utf-8"))
    ]

    assert broken == []


def test_a_break_is_found_inside_a_text_and_nowhere_else():
    assert broken_lines("<p>\n  先说一句，\n  再说一句。\n</p>") == [2]
    assert broken_lines("<p>\n  先说一句，\n  {{ again }}说。\n</p>") == []
    assert broken_lines("<p>先说一句</p>\n<p>再说一句</p>") == []
    assert broken_lines("<p>共\n  {{ number }} 件</p>") == []
    assert broken_lines('<a\n  title="先\n说">一句</a>，\n再说') == [3]
