"""Hot topics: the same thing is found, similar wording alone is not."""

import csv
from datetime import date, timedelta

import pytest

from rollups.topics.rules.topics import Message, fading_topics, hot_topics, new_topics
from tests.paths import SHARED

# Masking asks the registers which phones are public.
pytestmark = pytest.mark.django_db

REAL = SHARED / "opinions/messages.csv"

SAID = {
    "凤凰桥": [
        "凤凰桥栏杆断裂\n凤凰桥东侧栏杆断裂两处，孩子上学路过很危险。电话13812345678",
        "凤凰桥栏杆断了没人修\n栏杆断裂已经半个月，凤凰桥上行人很多。",
        "请维修凤凰桥的断裂栏杆\n尊敬的领导：您好！凤凰桥栏杆断裂，请尽快维修。",
        "凤凰桥危险\n走到凤凰桥发现东侧栏杆断裂，只拉了一根绳子。",
    ],
    "养猪场": [
        "柳沟养猪场臭气熏天\n柳沟养猪场粪水直排小河，夏天臭气熏天。",
        "养猪场粪水直排\n尊敬的领导：您好！柳沟养猪场粪水直排，臭气熏天。",
        "柳沟养猪场污染小河\n粪水直排进河里，柳沟养猪场没有人管。",
    ],
    "杂": [
        "低保怎么申请\n尊敬的领导：您好！请问申请低保要哪些材料？",
        "路灯不亮\n尊敬的领导：您好！北门路灯坏了三盏。",
        "凤凰桥小学招生\n凤凰桥小学今年划片范围变了吗？",
    ],
}


def messages(*things, start=date(2026, 10, 1)):
    texts = [text for thing in things for text in SAID[thing]]
    return [
        Message(at, text, "探沂镇", start + timedelta(days=at), (f"p{at}",))
        for at, text in enumerate(texts)
    ]


def test_two_things_are_two_topics_and_single_messages_are_none():
    topics = hot_topics(messages("凤凰桥", "养猪场", "杂"))
    assert [topic.ids for topic in topics] == [(0, 1, 2, 3), (4, 5, 6)]
    bridge = topics[0]
    assert (bridge.count, bridge.people) == (4, 4)
    assert bridge.places == (("探沂镇", 4),)
    assert (bridge.first_day, bridge.last_day) == (date(2026, 10, 1), date(2026, 10, 4))
    assert "凤凰桥" in bridge.title


def test_quotes_and_titles_are_masked_and_without_courtesies():
    topics = hot_topics(messages("凤凰桥", "养猪场"))
    shown = " ".join(part for topic in topics for part in (topic.title, *topic.quotes))
    assert "13812345678" not in shown
    assert "尊敬的" not in shown
    assert all(topic.quotes for topic in topics)


def test_the_same_rows_in_any_order_give_the_same_topics():
    rows = messages("凤凰桥", "养猪场", "杂")
    shuffled = rows[:]
    shuffled.reverse()
    assert hot_topics(shuffled) == hot_topics(rows)


def test_one_person_writing_often_is_one_person():
    rows = [
        Message(r.id, r.text, r.place, r.day, ("same",)) for r in messages("凤凰桥")
    ]
    rows += [
        Message(r.id + 50, r.text, r.place, r.day, r.people) for r in messages("养猪场")
    ]
    assert [topic.people for topic in hot_topics(rows)] == [3, 1]


def test_odd_words_are_no_topic_and_no_error():
    day = date(2026, 10, 1)
    texts = ["", "\n\n", "😀😀", "您好", "a\x00b", "。" * 5000]
    assert hot_topics([]) == []
    rows = [Message(at, text, "", day, ()) for at, text in enumerate(texts)]
    assert hot_topics(rows) == []


def test_new_and_fading_topics_are_told_by_what_they_are_about():
    before = hot_topics(messages("凤凰桥"))
    now = hot_topics(messages("养猪场", start=date(2026, 11, 1)))
    assert new_topics(now, before) == now
    assert fading_topics(now, before) == before
    assert new_topics(before, before) == []
    assert fading_topics(before, before) == []


def real_messages():
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        return [
            Message(
                int(row["留言编号"]),
                f"{row['留言主题'].strip()}\n{row['留言详情'].strip()}",
                "",
                date(2019, 1, 1),
                (row["留言用户"],),
            )
            for row in csv.DictReader(file)
        ]


def test_the_best_known_things_of_the_real_messages_are_the_first_topics():
    """Without the real file the small county's own messages are used."""
    there = REAL.exists()
    topics = hot_topics(real_messages() if there else messages("凤凰桥", "养猪场"))
    known = ("丽发新城", "伊景园", "魅力之城") if there else ("凤凰桥", "养猪场")
    assert len(topics) == (10 if there else 2)
    assert all(word in topic.title for word, topic in zip(known, topics, strict=False))
    if there:
        assert [topic.count for topic in topics[:3]] == [37, 23, 12]
    seen = [member for topic in topics for member in topic.ids]
    assert len(seen) == len(set(seen))
