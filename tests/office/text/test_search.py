import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from office.text.search import MAX_TOKENS, any_of, tokens, tsquery, tsvector

HAN = "水渠堵了下雨就淹路灯不亮污处理厂"


def found(query, *texts):
    """Whether PostgreSQL finds ``query`` in ``texts``."""
    wanted = tsquery(query)
    if not wanted:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [tsvector(*texts), wanted])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("污水", "污水处理厂"),
        ("污水处理", "污水处理厂扩建"),
        ("水处", "污水处理厂"),
        ("理厂", "污水处理厂"),
        ("厂", "污水处理厂"),
        ("污", "污水处理厂"),
        ("处", "污水处理厂"),
        ("路灯 不亮", "村里不亮的路灯"),
        ("5G", "村里没有5G信号"),
        ("wifi", "站里的WIFI坏了"),
        ("G206", "g206国道坑多"),
    ],
)
def test_what_is_in_the_text_is_found(db, query, text):
    assert found(query, text) is True


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("水污", "污水处理厂"),
        ("污水厂", "污水处理厂"),
        ("路灯", "马路上的灯"),
        ("水路", "水。路"),
        ("路灯 水渠", "路灯不亮"),
    ],
)
def test_what_is_not_in_the_text_is_not_found(db, query, text):
    assert found(query, text) is False


def test_no_word_is_found_across_two_texts(db):
    assert found("亮路", "路灯不亮", "路面塌了") is False
    assert found("路面", "路灯不亮", "路面塌了") is True


@pytest.mark.parametrize("query", ["", "   ", "，。！", "😀", "'", "\\", "\x00", "<->"])
def test_a_query_without_a_word_finds_nothing_and_breaks_nothing(query):
    assert tsquery(query) == ""


@given(st.text(alphabet=HAN, min_size=2, max_size=60), st.data())
def test_pairs_find_exactly_what_like_finds(db, text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    other = data.draw(st.text(alphabet=HAN, min_size=2, max_size=4))

    assert found(text[start:end], text) is True
    assert found(other, text) is (other in text)


@given(st.text(), st.text())
def test_whatever_is_typed_postgresql_understands(db, query, text):
    assert found(query, text, text) in (True, False, None)


def test_a_very_long_text_is_indexed_up_to_a_bound(db):
    text = "水渠" * 20_000

    assert len(tokens(text)) == MAX_TOKENS
    assert found("水渠", text) is True


def test_a_word_of_5000_letters_is_cut(db):
    assert found("a" * 5000, "a" * 5000) is True


def test_near_duplicates_share_three_characters(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::tsvector @@ %s::tsquery, %s::tsvector @@ %s::tsquery",
            [
                tsvector("村东水渠堵塞多日"),
                any_of("东水渠堵了"),
                tsvector("路灯不亮"),
                any_of("东水渠堵了"),
            ],
        )
        assert cursor.fetchone() == (True, False)


@pytest.mark.parametrize("text", ["", "水", "水渠", "abc def"])
def test_a_text_too_short_has_no_near_duplicates(text):
    assert any_of(text) == ""
