"""What a lesson needs, what it leaves out, and what the model it gives is made of."""

from datetime import datetime
from itertools import product

import pytest

from cases.categories.services.training import (
    FOLDS,
    LEAST_CATEGORIES,
    LEAST_OF_A_CATEGORY,
    Example,
    Lesson,
    TooFewExamples,
)

AT = datetime(2026, 11, 25, 8, 30, 5)
WORDS = {
    "environment": ("臭味", "污水", "粉尘", "噪音"),
    "education": ("老师", "学校", "午饭", "招生"),
    "labour": ("工资", "社保", "加班", "退休金"),
}


def examples(count=LEAST_OF_A_CATEGORY, codes=tuple(WORDS)):
    """``count`` of each category: two of its words in a sentence."""
    for code in codes:
        pairs = list(product(WORDS[code], WORDS[code]))[:count]
        for one, other in pairs:
            yield Example(f"{one}{other}", f"{one}的事说过几次，{other}也一样。", code)


def test_so_many_of_each_of_so_many_categories_are_enough():
    lesson = Lesson(list(examples()))

    assert lesson.codes == sorted(WORDS)
    assert len(lesson.examples) == LEAST_OF_A_CATEGORY * LEAST_CATEGORIES


@pytest.mark.parametrize(
    "rows",
    [
        [],
        list(examples(codes=("environment", "education"))),
        [*examples(codes=("environment", "education")), *examples(7, ("labour",))],
    ],
)
def test_less_is_too_little(rows):
    with pytest.raises(TooFewExamples, match="太少"):
        Lesson(rows)


def test_a_category_with_too_few_is_left_out_and_the_others_learnt():
    rare = [Example("公交", f"公交第 {n} 路太少。", "transport") for n in range(7)]

    lesson = Lesson([*examples(), *rare])

    assert "transport" not in lesson.codes
    assert len(lesson.examples) == len(lesson.labels) == len(lesson.rows) == 24


def test_the_model_says_when_from_how_many_and_about_which():
    model = Lesson(list(examples())).train(at=AT)

    assert (model.version, model.trained_on) == ("20261125-083005", "2026-11-25")
    assert (model.examples, model.codes) == (24, sorted(WORDS))
    assert len(model.weights) == len(model.rows) * len(model.codes)
    assert len(model.bias) == len(model.codes)


def test_sentences_it_never_saw_are_told_apart():
    model = Lesson(list(examples(16))).train(at=AT)

    for text, code in (
        ("工厂的污水和臭味", "environment"),
        ("老师和招生的事", "education"),
        ("加班没有工资", "labour"),
    ):
        shares = dict(model.shares(text, text))
        assert max(shares, key=shares.get) == code
        assert sum(shares.values()) == pytest.approx(1)


def test_the_same_examples_give_the_same_model_whatever_the_day():
    first, second = (
        Lesson(list(examples())).train(at=at) for at in (AT, datetime(2027, 1, 1))
    )

    assert first.weights == second.weights
    assert (first.bias, first.sharpness) == (second.bias, second.sharpness)


def test_keywords_become_pieces_of_their_own():
    lesson = Lesson(list(examples()), keywords={"labour": ["欠薪", "工资"]})

    model = lesson.train(at=AT)

    assert list(model.rows)[-1] == "klabour"
    plain = Lesson(list(examples())).train(at=AT)
    assert len(model.rows) == len(plain.rows) + 1
    # Seen in no example: only the keyword itself can speak for it.
    assert (
        dict(model.shares("欠薪", ""))["labour"]
        > dict(plain.shares("欠薪", ""))["labour"]
    )


def test_every_example_is_judged_by_a_model_that_never_saw_it():
    lesson = Lesson(list(examples(16)))

    likely = lesson.cross_validate()

    assert likely.shape == (48, 3)
    assert likely.sum(axis=1) == pytest.approx([1] * 48)
    right = sum(
        lesson.codes[row.argmax()] == label
        for row, label in zip(likely, lesson.labels, strict=True)
    )
    assert right / 48 > 0.8
    assert LEAST_OF_A_CATEGORY >= FOLDS
