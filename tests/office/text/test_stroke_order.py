"""姓氏笔画: the order of names on official lists."""

from office.text.stroke_order import in_stroke_order


def ordered(*names):
    return in_stroke_order(names, name=str)


def test_surnames_go_by_their_strokes_and_not_by_pinyin():
    # 丁 2, 马 3, 王 4, 刘 6, 张 7, 郭 10, 魏 17; by pinyin 丁 would be followed by 郭.
    names = ("魏征", "郭新", "张三", "刘青", "王五", "马小", "丁一")
    assert ordered(*names) == ["丁一", "马小", "王五", "刘青", "张三", "郭新", "魏征"]


def test_the_same_surname_goes_by_the_given_name():
    assert ordered("李丽", "李四", "李一") == ["李一", "李四", "李丽"]


def test_a_surname_of_two_characters_goes_by_its_first():
    assert ordered("郭新", "欧阳修", "李四") == ["李四", "欧阳修", "郭新"]


def test_rare_characters_and_names_of_other_scripts_have_a_place():
    # ICU has no strokes for characters beyond the first plane: they come last.
    assert ordered("𠮷田", "Ali", "魏征", "丁一") == ["丁一", "魏征", "𠮷田", "Ali"]
