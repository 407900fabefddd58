import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from office.text.masking import count_masked, mask_name, mask_phone, mask_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打13812345678找我", "打138****5678找我"),
        ("138 1234 5678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("1381 2345 678", "138****678"),
        ("138.1234.5678", "138****5678"),
        ("+86 13812345678", "138****5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("1 3 8 1 2 3 4 5 6 7 8", "1 3 8****5 6 7 8"),
        ("0539-5221234", "0539-****1234"),
        ("（0539）5221234", "（0539）****1234"),
        ("电话：5221234", "电话：****1234"),
        ("371325198001011234", "371325********1234"),
        ("37132519800101123x", "371325********123x"),
        ("371325 19800101 123X", "371325********123X"),
        ("371325800101123", "371325******123"),
        ("6222021234567890123", "6222********0123"),
        ("6222 0212 3456 7890 123", "6222********123"),
        ("6222-0212-3456-7890", "6222********7890"),
        ("鲁Q12345", "鲁Q*****"),
        ("鲁QD12345", "鲁Q*****"),
        ("鲁q·a1234", "鲁q*****"),
        ("zhang.san@qq.com", "z***@qq.com"),
        ("微信号：abc_12345", "微信号：****"),
        ("wxid_abc123def", "wxid_****"),
        ("qq 12345678", "qq ****"),
    ],
)
def test_what_points_to_a_person_is_covered(text, shown):
    assert mask_text(text) == shown
    assert count_masked(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "村东头的水渠堵了。",
        "请打12345热线",
        "2026-11-23 2026-11-24 停水",
        "2026-11-13 2026-11-14 8点",
        "2020 2021 2022 2023 年",
        "2026年11月23日 09:30",
        "面积1500平方米，1500-2000元",
        "编号202611231234567890123456",
        "FX-20261123-0001",
        "第371325104201号",
        "100.00%",
        "😀😀",
        "\x00",
    ],
)
def test_other_figures_stay_readable(text):
    assert mask_text(text) == text
    assert count_masked(text) == 0


def test_everything_in_one_sentence_is_covered_and_counted():
    text = "李某13812345678、0539-5221234，证371325198001011234，车鲁Q12345。"

    assert count_masked(text) == 4
    assert mask_text(text) == (
        "李某138****5678、0539-****1234，证371325********1234，车鲁Q*****。"
    )


@given(st.text())
@example("微信微信号QQqq" * 50)
@example("1" * 5000)
@example("1 " * 5000)
@example("a@" * 5000)
def test_masking_twice_is_masking_once_and_never_fails(text):
    once = mask_text(text)

    assert len(once) <= len(text) + 8 * count_masked(text)
    assert (count_masked(text) == 0) == (once == text)


@given(
    st.text(alphabet="村路灯不亮，。", max_size=20),
    st.from_regex(re.compile(r"1[3-9][0-9]{9}"), fullmatch=True),
    st.text(alphabet="请尽快修好，。", max_size=20),
)
def test_no_mobile_number_survives_between_chinese_words(before, number, after):
    assert number not in mask_text(before + number + after)


@given(st.from_regex(re.compile(r"[1-6]\d{16}[0-9X]", re.ASCII), fullmatch=True))
def test_no_id_number_survives(number):
    assert number[6:14] not in mask_text(f"身份证号{number}，")


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812341234", "138****1234"), ("5221234", "*******"), ("", "")],
)
def test_a_phone_shows_its_ends(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"), [("张明华", "张**"), ("李", "李"), ("", "")]
)
def test_a_name_shows_the_surname(name, shown):
    assert mask_name(name) == shown
