"""What the frame of every page needs: name, size of type, menus."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property

from office.notices.services.outbox import count_unread
from office.people.enums import KEEPERS_OF_THE_SYSTEM, WORKBENCH_ROLES, Role
from office.web.addresses import address
from office.web.demo_progress import current_step
from office.web.text_size import SIZE_COOKIE

MENU = (
    ("联络站", "portal:stations"),
    ("民意公开", "cases:cases"),
    ("民主决策", "decisions:home"),
    ("查进度", "cases:track"),
)
FOOTER = (
    ("联络站", "portal:stations"),
    ("人大代表", "portal:deputies"),
    ("代表建议", "cases:public_suggestions"),
    ("代表公告", "deputies:announcements"),
    ("民主决策", "decisions:home"),
    ("查进度", "cases:track"),
    ("检举通道", "cases:accuse"),
    ("隐私说明", "cases:privacy"),
    ("工作人员登录", "office:landing"),
)


@dataclass(frozen=True)
class Item:
    """One line of a menu."""

    name: str
    url: str
    here: bool = False
    count: int = 0


class PageFrame:
    """The frame of one request; what costs a query is asked when it is shown."""

    portal = settings.PORTAL_NAME

    def __init__(self, request: HttpRequest):
        self._request = request
        self.path = request.get_full_path()
        self.large = request.COOKIES.get(SIZE_COOKIE) == "large"
        self.is_demo = settings.DEMO

    @cached_property
    def loading(self) -> str:
        """A line for every page while the demonstration is being loaded."""
        if not self.is_demo or not (step := current_step()):
            return ""
        return f"示例数据正在装入（第 {step[0]} 步，共 {step[1]} 步）…"

    @property
    def other_size(self) -> str:
        return "normal" if self.large else "large"

    # Pages above an app, which its own templates may lead to but never spell.
    @property
    def desk_url(self) -> str:
        return address("portal:desk")

    @property
    def stations_url(self) -> str:
        return address("portal:stations")

    @property
    def decisions_url(self) -> str:
        return address("decisions:home")

    @property
    def menu(self) -> list[Item]:
        return [self._item(name, address(url)) for name, url in MENU]

    @property
    def footer(self) -> list[Item]:
        return [Item(name, address(url)) for name, url in FOOTER]

    @cached_property
    def side(self) -> list[Item]:
        """The menu of staff and deputies, by what they may open."""
        # Only who has signed in is shown it.
        user: Any = self._request.user
        # Administrators of the portal take no part in its business.
        working = bool(user.roles - set(KEEPERS_OF_THE_SYSTEM))
        supervising = user.has_role(Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)
        rows = [
            ("我的工作台", "portal:desk", working),
            ("全部意见", "admin:cases_case_changelist", supervising),
            ("代表建议", "cases:suggestions", user.has_role(*_SUGGESTING)),
            ("代表活动", "deputies:activities", user.has_role(*_DEPUTIES)),
            ("我的履职", "deputies:own_performance", user.has_role(Role.DEPUTY)),
            (
                "履职评价",
                "deputies:performance_years",
                user.has_role(Role.CONGRESS_OFFICE),
            ),
            ("代录意见", "cases:case_record", self._may_record),
            ("接待记录", "cases:receptions", self._may_record),
            ("接待日", "deputies:contact_month", self._may_record),
            ("编站编组", "deputies:assign", supervising),
            ("微信群", "deputies:chat_groups", user.has_role(*_DEPUTIES)),
            ("换届选举", "deputies:terms", supervising),
            ("人代会会议", "deputies:assemblies", supervising),
            (
                "常委会组成人员",
                "deputies:committee",
                user.has_role(Role.CONGRESS_OFFICE, Role.DEPUTY),
            ),
            ("票决", "ballots:ballots", user.has_role(*_DEPUTIES)),
            ("项目", "decisions:desk_projects", user.has_role(*_SUGGESTING)),
            ("征求意见", "decisions:desk_drafts", user.has_role(*_ASKING)),
            ("列席", "decisions:sittings", user.has_role(*_ASKING)),
            ("预算", "decisions:budgets", user.has_role(*_SUGGESTING)),
            ("月汇总", "rollups:rollups", user.has_role(*_READING)),
            ("移交事项", "rollups:items", user.has_role(*_HANDING)),
            ("导入", "cases:case_import", user.has_role(Role.CONGRESS_OFFICE)),
            ("检举", "cases:accusations", user.has_role(Role.ACCUSATION_OFFICER)),
            ("管理", "admin:index", user.has_role(*WORKBENCH_ROLES)),
            ("账号", "office:account", True),
        ]
        shown = [self._item(name, address(url)) for name, url, may in rows if may]
        unread = count_unread(user.pk)
        notices = address("office:notices")
        shown.insert(int(working), self._item("通知", notices, unread))
        return shown

    @property
    def _may_record(self) -> bool:
        roles = (Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS, Role.STATION_KEEPER)
        user: Any = self._request.user
        return user.has_role(*roles, Role.DEPUTY)

    def _item(self, name: str, url: str, count: int = 0) -> Item:
        path = self._request.path
        here = path == url if url.count("/") < 3 else path.startswith(url)
        return Item(name, url, here, count)


_DEPUTIES = (Role.DEPUTY, Role.CONGRESS_OFFICE, Role.TOWN_CONGRESS)
_SUGGESTING = (
    Role.DEPUTY,
    Role.CONGRESS_OFFICE,
    Role.TOWN_CONGRESS,
    Role.HANDLER,
    Role.SIGNER,
    Role.GOVERNMENT_OFFICE,
)
_ASKING = (Role.DEPUTY, Role.CONGRESS_OFFICE, Role.GOVERNMENT_OFFICE)
_READING = (*_DEPUTIES, Role.STATION_KEEPER, Role.GOVERNMENT_OFFICE)
_HANDING = (
    Role.CONGRESS_OFFICE,
    Role.TOWN_CONGRESS,
    Role.HANDLER,
    Role.SIGNER,
    Role.GOVERNMENT_OFFICE,
)


def page_frame(request: HttpRequest) -> dict:
    return {"page_frame": SimpleLazyObject(lambda: PageFrame(request))}
