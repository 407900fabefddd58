"""What category suggestion learns from: whose label counts, and files that teach nothing."""

import pytest

from cases.categories.services.training import Example
from cases.loop.enums import CaseStatus
from cases.loop.services import examples, screening
from cases.loop.services.examples import UnreadableFile
from cases.models import Case, Category
from tests import county as made

pytestmark = pytest.mark.django_db
HEAD = "留言主题,留言详情,一级标签\n"


def category(code):
    return Category.objects.get(code=code)


def file(tmp_path, text, encoding="utf-8-sig"):
    path = tmp_path / "labelled.csv"
    path.write_bytes(text.encode(encoding))
    return path


def confirmed(county, code, **changes):
    case = made.submitted(county, **changes)
    return screening.accept_case(case=case, category=category(code), by=county.keeper)


def test_words_of_the_parts_belong_to_their_main_category():
    part = Category.objects.filter(parent__code="environment").first()
    part.keywords = "  XYZ 沼气 沼气 "
    part.save()

    words = examples.keywords_by_code()["environment"]

    assert {"xyz", "沼气", part.name.lower()} <= set(words)
    assert words == sorted(set(words))
    assert part.code not in examples.keywords_by_code()


def test_what_is_out_of_use_gives_no_words():
    part = Category.objects.filter(parent__code="environment").first()
    part.keywords, part.is_active = "xyz", False
    part.save()

    assert "xyz" not in examples.keywords_by_code()["environment"]


def test_rows_with_a_label_that_is_a_main_category_are_examples(tmp_path):
    part = Category.objects.filter(parent__code="environment").first()
    rows = f" 臭味 ,开不了窗,环境保护 \nx,y,外星\nx,y,{part.name}\nx,y\n"

    found = examples.examples_of_file(file(tmp_path, HEAD + rows))

    assert found == [Example("臭味", "开不了窗", "environment")]


@pytest.mark.parametrize(
    ("text", "encoding", "why"),
    [
        ("留言主题,留言详情\n", "utf-8", "缺少列：一级标签"),
        ("", "utf-8", "缺少列：一级标签、留言主题、留言详情"),
        (HEAD, "gb18030", "UTF-8"),
    ],
)
def test_a_file_that_teaches_nothing_is_named_with_what_is_wrong(
    tmp_path, text, encoding, why
):
    with pytest.raises(UnreadableFile, match=rf"labelled\.csv .*{why}"):
        examples.examples_of_file(file(tmp_path, text, encoding))


def test_only_what_somebody_accepted_is_learnt_with_its_main_category(county):
    part = Category.objects.filter(parent__code="environment").first()
    confirmed(county, part.code)
    waiting = made.submitted(county)
    Case.objects.filter(pk=waiting.pk).update(category=category("education"))

    assert [one.code for one in examples.confirmed_examples()] == ["environment"]


def test_behind_the_wall_nothing_is_learnt_from(county):
    case = confirmed(county, "environment")
    Case.everything.filter(pk=case.pk).update(status=CaseStatus.WALLED)

    assert examples.confirmed_examples() == []


def test_a_case_of_two_handlings_is_one_example(county):
    case = confirmed(county, "environment")
    case.rounds.create(
        number=2,
        supervisor=county.town_congress,
        started_at=made.moment("2026-11-09 09:00"),
    )

    assert len(examples.confirmed_examples()) == 1


def test_the_newest_come_first_and_no_more_than_so_many(county, monkeypatch):
    monkeypatch.setattr(examples, "OWN", 2)
    for number in range(3):
        confirmed(county, "environment", text=f"第 {number} 处臭味。")

    texts = [one.text for one in examples.confirmed_examples()]
    assert texts == ["第 2 处臭味。", "第 1 处臭味。"]
