"""Sample texts of residents: some thousand, combined from parts, deterministic."""

import random

from cases.loop.services.building import public_search, staff_search, title_of

COMMON, RARE = "路灯", "鼹鼠"
COUNT = 2000
_WHERE = [
    "村东头",
    "村西头",
    "学校门口",
    "卫生室旁",
    "河坝上",
    "大集南侧",
    "幼儿园对面",
    "广场边",
    "老桥下",
    "水库边",
]
_WHAT = (
    f"{COMMON}晚上不亮,水渠堵了,垃圾没人清运,自来水水压不够,路面坑洼,公交班次太少,化肥涨价,"
    "医保报销要跑几趟,宅基地界址不清,养殖场气味大,健身器材坏了,网络信号弱,污水处理站停了,"
    "占道停车,危房没有鉴定,低保没有公示,灌溉机井坏了,桥栏杆断了,噪声扰民,山林防火通道不通"
).split(",")
_HOW = [
    "老人孩子出门不方便",
    "已经反映过两次",
    "下雨天更厉害",
    "影响了三十多户",
    "去年也这样",
    "夜里很危险",
]
_WISH = [
    "请尽快派人来看",
    "希望今年能修好",
    "请给个说法",
    "盼早日解决",
    "希望公开办理结果",
]
ANSWER = "经现场查看，情况属实。已安排施工队处理，并明确专人每周巡查，感谢您的监督。"


def make_samples() -> list[dict[str, str]]:
    """Texts with their search vectors. Only the first one contains the rare word."""
    dice = random.Random(20261123)
    samples = []
    for number in range(COUNT):
        what = f"{RARE}打洞毁了田埂" if number == 0 else dice.choice(_WHAT)
        details = "，".join(dice.sample(_HOW, 3))
        text = f"{dice.choice(_WHERE)}{what}，{details}。{dice.choice(_WISH)}。"
        title = title_of(text)
        samples.append(
            {
                "title": title,
                "text": text,
                "search": staff_search("", title, text),
                "public_search": public_search(title, text, ANSWER),
            }
        )
    return samples


def make_messages(number: int) -> list[tuple[str, str]]:
    """``number`` pairs of place and text, each of some 60 to 200 characters.

    Place names are distinct, so that the same problem elsewhere is another topic.
    """
    dice = random.Random(20191201)
    names = [f"{a}{b}村" for a in "张王李赵刘陈杨黄周吴" for b in "庄家沟岭湾店桥集"]
    messages = []
    for _ in range(number):
        place = dice.choice(names)
        where, what = dice.choice(_WHERE), dice.choice(_WHAT)
        data = [*dice.sample(_HOW, 3), *dice.sample(_WISH, dice.randint(1, 4))]
        messages.append(
            (place, f"{place}{where}{what}\n{place}{what}，{'，'.join(data)}。")
        )
    return messages
