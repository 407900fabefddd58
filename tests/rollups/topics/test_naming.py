"""The name of a topic: same thing in other words, and other things at the same place."""

from rollups.topics.rules.naming import Names, settle_names

BRIDGE = [
    "柳沟大桥栏杆断裂\n栏杆断了两处，孩子上学路过害怕",
    "柳沟大桥栏杆断裂没人修\n断裂的栏杆拉着绳子",
    "请修柳沟大桥的栏杆\n栏杆断裂半个月，孩子上学害怕",
    "柳沟大桥危险\n桥上栏杆断裂，行人害怕",
]
OTHER_WORDS = "大桥上不安全\n柳沟大桥的栏杆断裂处没有围起来，孩子害怕"
SAME_PLACE = "柳沟大桥夜里太黑\n柳沟大桥没有路灯，开车看不清"
COPIED = "石井水库栏杆断裂\n栏杆断了两处，孩子上学路过害怕"
OTHERS = [
    "低保怎么申请\n要带哪些材料去镇里",
    "路灯不亮\n北门夜里太黑，开车看不清",
    "医保报销\n住院费在哪里报销",
]
TEXTS = [*BRIDGE, OTHER_WORDS, SAME_PLACE, COPIED, *OTHERS]


def test_a_name_is_what_most_titles_share_and_few_others():
    assert Names(TEXTS).name(range(4)) == "柳沟大桥"
    assert Names(TEXTS).name([0, 7, 9]) == ""


def test_who_says_the_same_in_other_words_joins_and_the_same_place_does_not():
    assert settle_names(TEXTS, [range(4)], least=3) == [[0, 1, 2, 3, 4]]


def test_a_copied_text_about_another_place_leaves():
    assert settle_names(TEXTS, [[0, 1, 2, 3, 6]], least=3) == [[0, 1, 2, 3, 4]]


def test_groups_share_no_message_and_small_rests_are_no_topic():
    groups = [[0, 1, 2], [3, 4, 8]]
    assert settle_names(TEXTS, groups, least=3) == [[0, 1, 2, 3, 4]]
