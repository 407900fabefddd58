"""姓氏笔画: the order of names on official lists."""

import random

from office.text.stroke_order import in_stroke_order

# By number of strokes, then 横竖撇点折: as GB 13000.1 orders them.
SURNAMES = {
    2: "丁卜刁",
    3: "于万马",
    4: "王韦毛方尹孔邓",
    5: "石卢叶田史付冯",
    6: "吕朱乔任华庄刘齐闫关江汤许孙阳",
    7: "苏杜李杨吴何余邹宋张陆陈",
    8: "武范林金周郑",
    9: "赵胡侯姜",
    10: "徐高唐",
    17: "魏",
}


def ordered(*names):
    return in_stroke_order(names, name=str)


def test_sixty_surnames_stand_in_the_order_of_the_standard():
    expected = list("".join(SURNAMES.values()))
    mixed = random.Random(60).sample(expected, len(expected))  # noqa: S311 - a fixed order

    assert len(expected) > 60
    assert ordered(*mixed) == expected


def test_simplified_forms_are_counted_and_not_traditional_ones():
    # ICU counts 阝 as three strokes and 艹 as four: it puts 陈 after 周 and 范 after 胡.
    assert ordered("周平", "胡平", "陈平", "范平") == ["陈平", "范平", "周平", "胡平"]


def test_the_joint_of_a_name_from_another_language_is_no_character():
    assert ordered("买买提·吐尔逊", "买买提江", "买买提·丁") == [
        "买买提·丁",
        "买买提·吐尔逊",
        "买买提江",
    ]


def test_a_character_that_is_not_in_the_table_stands_with_its_number_of_strokes():
    # 陳, the traditional form of 陈, is not in the table: eleven strokes as ICU counts.
    assert ordered("魏征", "陳平", "丁一") == ["丁一", "陳平", "魏征"]


def test_surnames_go_by_their_strokes_and_not_by_pinyin():
    # 丁 2, 马 3, 王 4, 刘 6, 张 7, 郭 10, 魏 17; by pinyin 丁 would be followed by 郭.
    names = ("魏征", "郭新", "张三", "刘青", "王五", "马小", "丁一")
    assert ordered(*names) == ["丁一", "马小", "王五", "刘青", "张三", "郭新", "魏征"]


def test_the_same_surname_goes_by_the_given_name():
    assert ordered("李丽", "李四", "李一") == ["李一", "李四", "李丽"]


def test_a_surname_of_two_characters_goes_by_its_first():
    assert ordered("郭新", "欧阳修", "李四") == ["李四", "欧阳修", "郭新"]


def test_rare_characters_and_names_of_other_scripts_have_a_place():
    # ICU knows no strokes of characters beyond the first plane: they come after the rest.
    assert ordered("𠮷田", "Ali", "魏征", "丁一") == ["丁一", "魏征", "𠮷田", "Ali"]
