"""Articles out of a draft's text, and what a new version made of them."""

import io

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from decisions.opinions.rules import (
    carry_over,
    from_words,
    gaps_of,
    in_words,
    parse_articles,
)
from decisions.opinions.sheets import text_of
from decisions.resolutions.errors import DecisionError
from tests.paths import SHARED

LAWS = SHARED / "laws"
SAMPLE = """# 某条例（草案）

<!-- INFO END -->

## 第一章 总 则

第一条 为了规范，制定本条例。

第二条　本条例适用于本市。

有下列情形之一的，也适用：

（一）在市外为市内服务的；

（二）其他情形。

## 第二章　服务

### 第一节 一般规定

第三条 政府应当公开。
第三条之一 不公开的，说明理由。
"""


@given(st.integers(1, 9999))
def test_a_number_in_words_is_read_back(number):
    assert from_words(in_words(number)) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零三", 103),
        ("一百一十", 110),
        ("两百", 200),
        ("一千零五", 1005),
        ("15", 15),
    ],
)
def test_numbers_as_statutes_write_them(words, number):
    assert from_words(words) == number


def test_chapters_sections_articles_paragraphs_and_items_are_found():
    rows = parse_articles(SAMPLE)

    assert [row.label for row in rows] == [
        "第一条",
        "第二条",
        "第三条",
        "第三条之一",
    ]
    assert rows[1].paragraphs == [
        "本条例适用于本市。",
        "有下列情形之一的，也适用：",
        "（一）在市外为市内服务的；",
        "（二）其他情形。",
    ]
    assert rows[0].chapter == "第一章 总则"
    assert rows[2].chapter == "第二章 服务　第一节 一般规定"


def test_two_articles_of_one_number_are_refused_with_both_lines():
    with pytest.raises(DecisionError, match="有两个第五条：第 1 行和第 3 行"):
        parse_articles("第五条 甲。\n第六条 乙。\n第五条 丙。")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", "没有找到"),
        ("这里没有条文。", "没有找到"),
        ("第一条\n第二条 乙。", "没有内容"),
        ("\n".join(f"第{n}条 甲。" for n in range(1, 700)), "超过 600 条"),
        ("第一条 " + "长" * 20_001, "太长"),
    ],
)
def test_what_is_no_draft_says_why(text, data):
    with pytest.raises(DecisionError, match=data):
        parse_articles(text)


def test_numbers_left_out_are_said_and_not_refused():
    rows = parse_articles("第一条 甲。\n第四条 乙。\n第三条 丙。")
    assert gaps_of(rows) == ["缺第二条", "条号不是从小到大"]


def test_a_sentence_that_speaks_of_an_article_opens_none():
    rows = parse_articles("第一条 依照本法第五条的规定办理。\n违反第二条的，改正。")
    assert [row.number for row in rows] == [1]


def test_word_and_text_give_the_same():
    document = Document()
    for line in SAMPLE.splitlines():
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)

    from_word = parse_articles(text_of(kept.getvalue(), "稿.docx"))
    from_gbk = parse_articles(text_of(SAMPLE.encode("gb18030"), "稿.txt"))
    assert [row.text for row in from_word] == [row.text for row in from_gbk]


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"PK"])
def test_a_broken_file_is_refused_in_words(data):
    with pytest.raises(DecisionError, match="打不开"):
        text_of(data, "坏.docx")


ARTICLES = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.just(0),
        st.text("政府应当公开依法办理群众意见答复期限", min_size=4, max_size=30),
    ),
    max_size=12,
    unique_by=lambda one: one[0],
)


@given(ARTICLES, ARTICLES)
def test_an_article_carries_on_one_and_is_carried_on_once(old, new):
    found = carry_over(old, new)

    assert len(found) == len(new)
    used = [one.old for one in found if one.old is not None]
    assert len(used) == len(set(used))
    for one, (number, sub, text) in zip(found, new, strict=True):
        if one.change == "same":
            assert old[one.old] == (number, sub, text)
        if one.change == "moved":
            assert old[one.old][2] == text
        if one.change == "edited":
            assert old[one.old][2] != text


@given(ARTICLES)
def test_the_same_text_carries_over_whole(rows):
    assert all(one.change == "same" for one in carry_over(rows, rows))


def test_moved_edited_new_and_gone_are_told_apart():
    old = [
        (1, 0, "为了优化营商环境，制定本条例。"),
        (2, 0, "政府应当公开服务事项和办理时限。"),
        (3, 0, "行业协会应当加强自律。"),
    ]
    new = [
        (1, 0, "为了优化营商环境，制定本条例。"),
        (2, 0, "企业可以向联络站反映问题，七日内答复。"),
        (3, 0, "各级政府应当公开服务事项、依据和办理时限。"),
    ]
    found = [(one.old, one.change.value) for one in carry_over(old, new)]
    assert found == [(0, "same"), (None, "new"), (1, "edited")]


def test_real_statutes_are_read_where_they_lie():
    """Each from its first article on; one of the prints lacks an article, and it is said."""
    files = sorted(LAWS.glob("*.md")) if LAWS.is_dir() else []
    texts = [file.read_text(encoding="utf-8") for file in files] or [SAMPLE]

    gaps = []
    for text in texts:
        rows = parse_articles(text)
        assert rows[0].number == 1
        gaps += gaps_of(rows)
        again = carry_over(
            [(row.number, row.sub, row.text) for row in rows],
            [(row.number + 1, row.sub, row.text) for row in rows],
        )
        assert all(one.old is not None for one in again)
    assert gaps in ([], ["缺第四条"])
