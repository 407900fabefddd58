"""代表建议 of the demonstration, one in each state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cases.loop.enums import Attitude, ResultClass
from cases.loop.services import answering, routing
from cases.loop.services.answering import Answer
from cases.models import Case, Suggestion
from cases.suggestions.enums import MeetingWay
from cases.suggestions.services import drafts as suggesting
from cases.suggestions.services import steps as suggestion_steps
from cases.suggestions.services.rating import SuggestionGrades, rate_suggestion
from cases.suggestions.services.steps import Talk
from demo.cases.context import DemoContext
from demo.cases.texts import MARK
from demo.county.places import County
from deputies.models import Mandate
from deputies.register.enums import Level
from office.models import Notice, Unit, User


@dataclass
class Told:
    """A suggestion of the data: who leads, its text, and its final step."""

    who: str
    title: str
    text: str
    lead: str
    ago: int
    until: str
    answer: str = ""
    joined: tuple[str, ...] = ()
    key_leader: str = ""


STEPS = ("draft", "submitted", "in_hand", "met", "drafted", "answered", "judged")
TOLD = [
    Told(
        "daibiao",
        "关于打通学校周边断头路的建议",
        "实验学校西侧道路断在两个小区之间，接送孩子的车都挤在正门。分析起来是两段规划没有衔接。"
        "建议把这一段列入明年的城区道路计划，先划出临时接送区。",
        "zhujian",
        0,
        "draft",
    ),
    Told(
        "daibiao2",
        "关于山区果品冷链收购点布局的建议",
        "樱桃、山楂集中上市时没有冷库可存，只能贱卖。建议按片建三处产地冷藏收购点，由合作社经营。",
        "nongye",
        3,
        "submitted",
        joined=("daibiao",),
    ),
    Told(
        "daibiao",
        "关于治理板材加工粉尘扰民的建议",
        "板材作坊砂光不开除尘，周边住户院子里晾不了衣服。建议分类治理：规上企业联网监测，"
        "小作坊进园区，对不开除尘的从严处罚。",
        "huanjing",
        30,
        "met",
        joined=("daibiao2", "daibiao3"),
        key_leader="韩守正",
    ),
    Told(
        "daibiao3",
        "关于农村饮水工程管护经费的建议",
        "村级供水设施有人建没人管，水泵坏了要村里凑钱。建议县里设管护专项，明确管护人和标准。",
        "shuili",
        45,
        "drafted",
        "县里已把村级供水设施管护列入明年预算草案，每村明确一名管护员，明年三月底前完成登记。",
    ),
    Told(
        "daibiao",
        "关于增加农村客运班次的建议",
        "边远村一天两趟车，老人看病当天回不来。建议在早晚各加一趟，赶集日加密。",
        "jiaotong",
        60,
        "answered",
        "已与客运公司商定，五条线路早晚各加一趟，逢集再加两趟，下月起执行。",
        joined=("daibiao3",),
    ),
    Told(
        "daibiao",
        "关于整修东片灌溉水渠的建议",
        "东片水渠多年没有清淤，雨天淹路、旱天断水。建议列入今冬农田水利工程，修好以后明确管护。",
        "shuili",
        75,
        "judged",
        "东片水渠 3.2 公里已列入今冬工程并完成清淤，护坡正在施工，管护交镇水利站。",
        joined=("daibiao2",),
    ),
]


def make_suggestions(county: County) -> None:
    """Play each up to its ``until``, by working days before today."""
    context = DemoContext(county)
    context.last_notice = getattr(Notice.objects.order_by("pk").last(), "pk", 0)
    for data in TOLD:
        _Play(context, data).run()


class _Play:
    """Plays one suggestion."""

    def __init__(self, context: DemoContext, told: Told):
        self.context, self.told = context, told
        self.users = context.county.users
        self.unit: Unit = context.county.units[told.lead]
        self.days = told.ago
        self.at: datetime = context.moment(self.days, 9)
        self.said: Suggestion
        self.case: Case

    def run(self) -> None:
        steps: dict[str, Callable[[], None]] = {
            name: getattr(self, f"_{name}") for name in STEPS
        }
        for name in STEPS[: STEPS.index(self.told.until) + 1]:
            steps[name]()
            self.context.date_notices(self.at)

    def _later(self, days: int, hour: float = 9.5) -> datetime:
        self.days = max(0, self.days - days)
        self.at = self.context.moment(self.days, hour)
        return self.at

    def _mandate(self, username: str) -> Mandate:
        seats = Mandate.objects.in_office().filter(term__level=Level.COUNTY)
        return seats.get(deputy__user=self.users[username])

    @property
    def _by(self) -> User:
        return self.users[self.told.who]

    def _draft(self) -> None:
        words = suggesting.Words(
            title=self.told.title,
            text=self.told.text + MARK,
            division=self.context.county.towns["tanyi"],
        )
        self.said = suggesting.write_suggestion(
            lead=self._mandate(self.told.who), words=words, by=self._by
        )

    def _submitted(self) -> None:
        seats = [self._mandate(name) for name in self.told.joined]
        suggesting.ask_proposers(suggestion=self.said, mandates=seats, by=self._by)
        for name in self.told.joined:
            suggesting.answer_invitation(
                suggestion=self.said,
                joins=True,
                version=self.said.text_version,
                by=self.users[name],
            )
        self.case = suggesting.submit_suggestion(
            suggestion=self.said, by=self._by, at=self.at
        )

    def _in_hand(self) -> None:
        office = self.users["gongwei"]
        at = self._later(1)
        case = suggestion_steps.accept_suggestion(case=self.case, by=office, at=at)
        suggestion_steps.publish_suggestion(
            case=case, title=case.title, text=case.text, by=office, at=at
        )
        case.refresh_from_db()
        suggestion_steps.assign_suggestion(
            case=case, lead=self.unit, by=office, at=self._later(1)
        )
        self.case.refresh_from_db()
        by = self.users[self.told.lead]
        routing.sign_case(case=self.case, by=by, at=self._later(1))
        self.case.refresh_from_db()
        if self.told.key_leader:
            suggestion_steps.make_key(
                case=self.case,
                leader=self.told.key_leader + MARK,
                basis="县人大常委会主任会议",
                by=office,
                at=self.at,
            )

    def _met(self) -> None:
        at = self._later(6, 14.5)
        for proposer in self.said.proposers.filter(state="confirmed"):
            talk = Talk(
                proposer=proposer,
                way=MeetingWay.FACE,
                day=at.date(),
                people=f"{self.unit.short_name}分管负责人",
                text="一起看了现场，同意先解决最急的一段，其余列入计划。",
                place="探沂镇代表联络站",
            )
            suggestion_steps.record_meeting(
                case=self.case,
                unit=self.unit,
                talk=talk,
                by=self.users[self.told.lead],
                at=at,
            )

    def _drafted(self) -> None:
        self.case.refresh_from_db()
        self.reply = answering.draft_reply(
            case=self.case,
            unit=self.unit,
            answer=Answer(self.told.answer + MARK, ResultClass.SOLVED),
            by=self.users[self.told.lead],
            at=self._later(10),
        )

    def _answered(self) -> None:
        head = self.users[f"{self.told.lead}_fuze"]
        text = self.told.answer + MARK
        at = self._later(2)
        answering.release_reply(reply=self.reply, public_text=text, by=head, at=at)

    def _judged(self) -> None:
        at = self._later(3)
        for name in (self.told.who, *self.told.joined):
            self.case.refresh_from_db()
            good = SuggestionGrades(Attitude.GOOD, Attitude.GOOD)
            rate_suggestion(case=self.case, ratings=good, by=self.users[name], at=at)
