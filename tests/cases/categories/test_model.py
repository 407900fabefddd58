"""Suggested categories: trained on a few sentences, confirmed by a person."""

import csv
import re
from datetime import datetime
from io import StringIO
from itertools import product

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cases.categories.services import model as wording
from cases.categories.services.training import Example, Lesson, TooFewExamples
from cases.loop.services import examples, screening
from cases.models import Category
from tests import county as made

SAID = {
    "环境保护": (
        ["养殖场", "石料厂", "村东小厂", "河边作坊"],
        ["臭味太大，晚上不敢开窗", "污水直接排进河里", "粉尘满天飞", "噪音响到半夜"],
    ),
    "教育文体": (
        ["中心小学", "镇中学", "幼儿园", "学校门口"],
        ["老师收补课费", "招生划片不清楚", "学生午饭不好", "家长接孩子没地方等"],
    ),
    "劳动和社会保障": (
        ["建筑队", "服装厂", "物流公司", "饭店老板"],
        ["拖欠工资三个月", "不给职工交社保", "退休金算错了", "加班没有补偿金"],
    ),
}


def rows():
    for name, (who, what) in SAID.items():
        for one, other in product(who, what):
            yield f"{one}{other}", f"{one}的事说过几次，{other}，请管一管。", name


def write_file(path, lines=None, columns=("留言主题", "留言详情", "一级标签")):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([columns, *(lines if lines is not None else rows())])
    return path


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path


def said_by(command, *args):
    out = StringIO()
    call_command(command, *map(str, args), stdout=out)
    return out.getvalue()


def trained(media):
    return said_by("train_categories", "--labelled", write_file(media / "seen.csv"))


def accept_page(county, case):
    client = Client()
    client.force_login(county.keeper)
    return client, reverse("cases:case_act", args=[case.pk, "accept"])


@pytest.mark.django_db
def test_without_a_model_the_form_shows_no_suggestion(media):
    county = made.build_county()
    client, url = accept_page(county, made.submitted(county))
    assert 'name="suggested"' not in client.get(url).content.decode()


@pytest.mark.django_db
def test_a_trained_model_has_a_version_and_a_day_and_tells_new_sentences(media):
    made.build_county()
    assert re.search(
        r"学了 48 件（文件 48 件.*3 个类别，版本 \d{8}-\d{6}", trained(media)
    )
    model = wording.current_model()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", model.trained_on)
    guesses = wording.guess_categories("化工厂污水", "厂里的污水排进河里，臭味很大")
    assert guesses[0].code == "environment"
    assert guesses[0].confidence in {"很像", "比较像"}
    assert wording.guess_categories("工厂欠工资", "工资三个月没发")[0].code == "labour"


@pytest.mark.django_db
def test_odd_words_are_told_without_an_error(media):
    made.build_county()
    trained(media)
    for odd in ("", "\x00", "😀" * 9000, "A" * 9000):
        shares = wording.current_model().shares(odd, odd)
        assert sum(share for _, share in shares) == pytest.approx(1)


@pytest.mark.django_db
def test_a_tapped_suggestion_becomes_the_category_and_none_is_ticked_before(media):
    county = made.build_county()
    trained(media)
    case = made.submitted(county, "石料厂粉尘满天飞，污水排进河里。")
    client, url = accept_page(county, case)
    page = client.get(url).content.decode()
    radios = re.findall(r'<input type="radio" name="suggested"[^>]*>', page)
    assert 1 <= len(radios) <= 3
    assert not any("checked" in radio for radio in radios)
    assert re.search(r"环境保护（(很像|比较像)）", page)
    data = {"level": "town", "division": case.division_id, "suggested": "environment"}
    assert client.post(url, data).status_code == 302
    case.refresh_from_db()
    assert case.category.code == "environment"


@pytest.mark.django_db
def test_two_different_categories_are_asked_again_and_invented_ones_refused(media):
    county = made.build_county()
    trained(media)
    case = made.submitted(county, "石料厂粉尘满天飞，污水排进河里。")
    client, url = accept_page(county, case)
    data = {"level": "town", "division": case.division_id, "suggested": "environment"}
    labour = Category.objects.get(code="labour")
    page = client.post(url, {**data, "category": labour.pk}).content.decode()
    assert "请只选一个" in page
    assert client.post(url, {**data, "suggested": "no-such"}).status_code == 200
    part = Category.objects.filter(parent__code="environment").first()
    client.post(url, {**data, "category": part.pk})
    case.refresh_from_db()
    assert case.category == part


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_no_model(media):
    county = made.build_county()
    path = wording.model_path()
    path.parent.mkdir(parents=True)
    for broken in (b"", b"not gzip", b"\x1f\x8b\x08\x00", b"{}"):
        path.write_bytes(broken)
        wording._kept.clear()
        assert wording.guess_categories("石料厂", "粉尘") == []
    client, url = accept_page(county, made.submitted(county))
    assert client.get(url).status_code == 200


@pytest.mark.django_db
def test_the_countys_own_confirmed_cases_are_learnt_from(media):
    county = made.build_county()
    before = made.submitted(county, "中心小学招生划片不清楚，家长着急。")
    education = Category.objects.get(code="education")
    before.category = education
    before.save()
    assert examples.confirmed_examples() == []
    screening.accept_case(case=before, category=education, by=county.keeper)
    found = examples.confirmed_examples()
    assert [(e.text, e.code) for e in found] == [(before.text, "education")]
    assert "本县确认过的 1 件" in trained(media)


@pytest.mark.django_db
def test_the_evaluation_prints_f1_and_who_was_taken_for_whom(media):
    made.build_county()
    seen = write_file(media / "seen.csv")
    page = said_by("evaluate_categories", "--labelled", seen)
    assert float(re.search(r"宏平均 F1：([\d.]+)", page)[1]) > 0.8
    assert "5 折交叉验证：48 件" in page
    assert page.count("   F1 ") == 3
    other = [("鞋厂欠薪", "鞋厂拖欠工资三个月", "劳动和社会保障"), *list(rows())[:1]]
    held = write_file(media / "held.csv", other)
    page = said_by("evaluate_categories", "--labelled", seen, "--held-back", held)
    assert "宏平均 F1：1.0000" in page
    assert "     1" in page


@pytest.mark.django_db
def test_the_real_messages_are_told_as_well_as_promised(media):
    """Without the real file the sentences above are used."""
    made.build_county()
    there = examples.labelled_path().exists()
    args = () if there else ("--labelled", write_file(media / "seen.csv"))
    page = said_by("evaluate_categories", *args)
    assert float(re.search(r"宏平均 F1：([\d.]+)", page)[1]) >= 0.85
    assert float(re.search(r"前三个里有正确的：([\d.]+)%", page)[1]) >= 97


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["train_categories", "evaluate_categories"])
def test_files_that_teach_nothing_are_refused_in_words(media, command):
    made.build_county()
    few = write_file(media / "few.csv", list(rows())[:20])
    other = write_file(media / "other.csv", [("a", "b", "c")], ("甲", "乙", "丙"))
    wrong = media / "wrong.csv"
    wrong.write_bytes("留言主题".encode("gb18030"))
    for path, words in (
        (few, "太少"),
        (other, "缺少列"),
        (wrong, "UTF-8"),
        (media / "none.csv", "读不了"),
    ):
        with pytest.raises(CommandError, match=words):
            said_by(command, "--labelled", path)
    with pytest.raises(CommandError, match="太少"):
        said_by(command, "--own-only")


def test_the_same_examples_give_the_same_likelihoods():
    lessons = [Lesson([Example(*row) for row in rows()]) for _ in range(2)]
    first, second = (lesson.cross_validate() for lesson in lessons)
    assert (first == second).all()
    with pytest.raises(TooFewExamples):
        Lesson([Example(*row) for row in list(rows())[:7]])


def test_the_exported_model_says_what_the_trained_pipeline_says():
    keywords = {"环境保护": ["污水", "粉尘"], "教育文体": ["学校", "老师"]}
    lesson = Lesson([Example(*row) for row in rows()], keywords=keywords)
    fitted = lesson._pipeline().fit(lesson.rows, lesson.labels)
    model = lesson.train(at=datetime(2026, 11, 25))

    seen = [*lesson.rows.tolist(), ["没见过的题目", "污水污水，老师"], ["", ""]]
    for row, likely in zip(
        seen, fitted.predict_proba(np.array(seen, dtype=object)), strict=True
    ):
        exported = dict(model.shares(*row))
        assert [exported[code] for code in lesson.codes] == pytest.approx(likely)
