"""Initial data of every installation: categories with keywords, and a consent text."""

import csv

import pytest

from cases.categories.services.reference import load_reference
from cases.loop.services.reference_cache import ReferenceCache
from cases.loop.services.routing import rank_categories
from cases.models import Category, ConsentText
from tests.paths import SHARED

REAL = SHARED / "opinions" / "labelled.csv"
# Written here, for machines without the real messages.
OWN = [
    ("小区物业涨价，业主都不同意，开发商也不管。", "城乡建设"),
    ("工厂夜里排废气，臭气熏得不敢开窗。", "环境保护"),
    ("到县城的客车一天只有两趟，司机还不停站。", "交通运输"),
    ("小学食堂饭菜凉，家长向学校反映过。", "教育文体"),
    ("厂里拖欠工资，也不给职工交社保。", "劳动和社会保障"),
    ("住院手术的报销单，医院让跑了三趟。", "卫生计生"),
    ("景区旁边卖假货，消费者投诉没人管。", "商贸旅游"),
    ("机井坏了，农田没法灌溉。", "农业农村"),
]

pytestmark = pytest.mark.django_db


def main_category(text: str) -> str:
    found = rank_categories(text, ReferenceCache().distinctive_categories)
    if not found:
        return ""
    return (found[0].parent or found[0]).name


def test_loading_twice_changes_nothing():
    before = list(Category.objects.values_list("pk", "code", "keywords"))
    load_reference()
    assert list(Category.objects.values_list("pk", "code", "keywords")) == before
    assert ConsentText.objects.count() == 1


def test_what_the_office_renamed_stays():
    Category.objects.filter(code="health").update(name="卫生", keywords="看病")
    load_reference()
    assert Category.objects.get(code="health").name == "卫生"


def test_what_is_missing_comes_back():
    Category.objects.filter(code="health-clinic").delete()
    load_reference()
    assert Category.objects.get(code="health-clinic").parent.code == "health"


def test_categories_have_two_levels_and_no_third():
    assert Category.objects.filter(parent=None).count() >= 12
    assert not Category.objects.filter(parent__parent__isnull=False).exists()


def test_no_word_is_a_single_character():
    words = " ".join(Category.objects.values_list("keywords", flat=True)).split()
    assert [word for word in words if len(word) < 2] == []


def test_the_consent_says_what_the_law_asks_for():
    text = ConsentText.objects.get(version=1).text
    for word in ("费县人大常委会", "加密", "更正", "删除", "个人信息保护法"):
        assert word in text, word


@pytest.mark.parametrize(("text", "label"), OWN)
def test_a_message_is_known_by_its_words(text, label):
    assert main_category(text) == label


def test_three_of_four_real_messages_are_known_by_their_words():
    if REAL.is_file():
        with REAL.open(encoding="utf-8-sig", newline="") as file:
            words = [
                (f"{row['留言主题']}\n{row['留言详情']}", row["一级标签"])
                for row in csv.DictReader(file)
            ]
    else:
        words = OWN
    known = sum(main_category(text) == label for text, label in words)
    assert known >= 0.75 * len(words)
