import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from office.text.flat import flatten
from office.text.masking import (
    count_masked,
    mask_name,
    mask_phone,
    mask_text,
    masked_parts,
)
from tests.county import build_county

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打13812345678找我", "打138********找我"),
        ("138 1234 5678", "138 ********"),
        ("138-1234-5678", "138-********"),
        ("1381 2345 678", "138********"),
        ("138.1234.5678", "138.********"),
        ("+86 13812345678", "+86 138********"),
        ("１３８１２３４５６７８", "１３８********"),
        ("1 3 8 1 2 3 4 5 6 7 8", "1 3 8 ********"),
        ("0539-5221234", "0539-****1234"),
        ("（0539）5221234", "（0539）****1234"),
        ("电话：5221234", "电话：****1234"),
        ("371325198001011234", "371325********1234"),
        ("37132519800101123x", "371325********123x"),
        ("371325 19800101 123X", "371325 ******** 123X"),
        ("371325800101123", "371325******123"),
        ("6222021234567890123", "6222********0123"),
        ("6222 0212 3456 7890 123", "6222 ********0 123"),
        ("6222-0212-3456-7890", "6222-********-7890"),
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
        "李某138********、0539-****1234，证371325********1234，车鲁Q*****。"
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
    [("13812341234", "138********"), ("5221234", "*******"), ("", "")],
)
def test_a_phone_shows_its_ends(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"), [("张明华", "张**"), ("李", "李"), ("", "")]
)
def test_a_name_shows_the_surname(name, shown):
    assert mask_name(name) == shown


# --- A number is found however it is written --------------------------------------------

BLANKS = ["", "", " ", "\u00a0", "\u3000", "\u200b", "\u2009", "\ufeff", "\t", "\n"]
DASHES = ["-", "\u2013", "\u2014", "\uff0d", "\u2212", "\u2010", " - "]
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
BEFORE = st.sampled_from(
    ["打", "请联系：", "我是老李，", "(", "手机", "身份证", "", "V"]
)
AFTER = st.sampled_from(["联系我", "。", "，谢谢", "（老李）", ")", "", "请查"])
MOBILES = st.from_regex(re.compile(r"1[3-9][0-9]{9}"), fullmatch=True)
LANDLINES = st.from_regex(
    re.compile(r"0(10|2[0-9])[2-8][0-9]{7}|0[3-9][0-9]{2}[2-8][0-9]{6}"), fullmatch=True
)


@st.composite
def id_numbers(draw):
    day = draw(st.dates(date(1920, 1, 1), date(2026, 1, 1)))
    place = draw(st.sampled_from(["371325", "371302", "110101", "440305", "650102"]))
    number = f"{place}{day:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return number + ric.calc_check_digit(number + "0")


@st.composite
def cards(draw):
    start = draw(st.sampled_from(["6222", "6217", "4563", "5187", "3568"]))
    size = draw(st.sampled_from([16, 19] if start[0] == "6" else [16]))
    number = start + "".join(
        draw(
            st.lists(
                st.sampled_from("0123456789"), min_size=size - 5, max_size=size - 5
            )
        )
    )
    return number + luhn.calc_check_digit(number)


@st.composite
def spelled(draw, number: str) -> str:
    """``number`` in groups of any size, with any blank or dash, wide or not."""
    gaps = draw(st.sampled_from([BLANKS, DASHES, BLANKS + DASHES]))
    cuts = draw(st.sets(st.integers(1, len(number) - 1), max_size=4))
    wide = draw(st.booleans())
    out = ""
    for place, char in enumerate(number):
        gap = draw(st.sampled_from(gaps)) if place in cuts else ""
        out += gap + (char.translate(WIDE) if wide else char)
    return out


def digits_in(text: str) -> str:
    return re.sub(r"[^0-9A-Z*]", "", flatten(text)[0].upper())


def hidden_in(text: str, number: str, head: int, tail: int) -> bool:
    """The middle of ``number`` is nowhere in ``text``, however it is written there."""
    shown = digits_in(text)
    return (
        number not in shown
        and f"{number[:head]}*" in shown
        and (f"*{number[-tail:]}" if tail else "*") in shown
    )


@given(st.data(), MOBILES, BEFORE, AFTER)
def test_a_mobile_is_covered_however_it_is_spelled(data, number, before, after):
    prefix = data.draw(st.sampled_from(["", "0086", "86", "+86 ", "0086-", "(+86)"]))
    text = before + prefix + data.draw(spelled(number)) + after

    assert hidden_in(mask_text(text), number, 3, 0)


@given(st.data(), id_numbers(), BEFORE, AFTER)
def test_an_id_number_is_covered_however_it_is_spelled(data, number, before, after):
    text = before + data.draw(spelled(number)) + after

    assert hidden_in(mask_text(text), number, 6, 4)


@given(st.data(), LANDLINES, BEFORE, AFTER)
def test_a_landline_is_covered_however_it_is_spelled(data, number, before, after):
    text = before + data.draw(spelled(number)) + after

    assert number not in digits_in(mask_text(text))
    assert digits_in(mask_text(text)).endswith(f"*{number[-4:]}")


@given(st.data(), cards(), AFTER)
def test_a_card_is_covered_however_it_is_spelled(data, number, after):
    text = "卡号" + data.draw(spelled(number)) + after

    assert hidden_in(mask_text(text), number, 4, 4)


@given(st.lists(MOBILES | id_numbers().filter(str.isdigit), min_size=2, max_size=4))
def test_numbers_without_anything_between_are_all_covered(numbers):
    shown = mask_text(f"打{''.join(numbers)}联系")

    assert not any(number in shown for number in numbers)


@given(
    st.sampled_from(
        ["微信", "微信号：", "加V：", "加v", "VX ", "wx:", "加微信 ", "加我微信是"]
    ),
    st.from_regex(re.compile(r"[a-z][a-z0-9_-]{5,15}"), fullmatch=True),
)
def test_an_account_is_covered_whatever_it_is_called(label, account):
    assert account not in mask_text(f"{label}{account}，谢谢")


@given(st.data(), st.from_regex(re.compile(r"[A-H][0-9]{5}"), fullmatch=True))
def test_a_plate_is_covered_wide_or_parted(data, rest):
    wide = "".join(chr(ord(char) + 0xFEE0) for char in rest)
    gap = data.draw(st.sampled_from(["", " ", "·", "-", "\u00a0"]))
    plate = data.draw(st.sampled_from([rest, wide]))
    text = f"车牌鲁{plate[0]}{gap}{plate[1:]}挡路"

    assert rest[1:] not in digits_in(mask_text(text))


@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"]),
    st.sampled_from([" ", "至", "—", "，", "、"]),
)
def test_dates_stay(one, two, form, between):
    text = f"{one:{form}}{between}{two:{form}}停水"

    assert mask_text(text) == text


@given(
    st.integers(1, 10**13),
    st.integers(0, 99),
    st.sampled_from(["元", "万元", "亿元", " 元", "平方米", "亩", "吨", "公里"]),
)
def test_sums_and_measures_stay(number, part, unit):
    plain, parted = f"{number}{unit}", f"{number:,}.{part:02d}{unit}"

    assert mask_text(f"共计{plain}，即{parted}。") == f"共计{plain}，即{parted}。"


@given(st.integers(1949, 2100), st.integers(1, 10**11))
@example(2026, 13900001234)
def test_numbers_of_documents_stay(year, number):
    text = f"文号费发〔{year}〕{number}号，合同编号{number}，第{number}号"

    assert mask_text(text) == text


# --- What the registers publish stays ---------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "0539-5550000",
        "05395550000",
        "0539 555 0000",
        "电话：5550000",
        "+86 539 5550000",
    ],
)
def test_the_phone_of_a_station_stays_in_an_answer(written):
    build_county()
    text = f"有事请打{written}，不要打13812345678。"

    assert mask_text(text) == text.replace("13812345678", "138********")


def test_a_phone_of_a_unit_stays_however_its_register_writes_it():
    county = build_county()
    county.water.phone = "0539—5221111、5221112（夜间）"
    county.water.save()
    text = "请打0539-5221111或者座机5221112，值班员家里0539-5221113。"

    assert mask_text(text) == text.replace("0539-5221113", "0539-****1113")


def test_the_code_of_an_organisation_is_public():
    text = "统一社会信用代码91110000600037341L，另一家913713250000000002"

    assert "91110000600037341L" in mask_text(text)


def test_parts_say_what_was_covered():
    assert masked_parts("打13812345678找我") == [
        ("打138", False),
        ("********", True),
        ("找我", False),
    ]
