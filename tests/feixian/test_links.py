"""Every link and filter of the portal gets a proper response, for any query string."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from cases.loop.enums import Grade
from office.people.enums import Role
from tests.county import answered, drafted, in_hand, person, published, rated, submitted

pytestmark = pytest.mark.django_db
MOST_PAGES = 150
ODD = "after=x.y&q=%00水&show=zz&town=zz&unit=-1&status=&category=1e9&sort=%27&page=-1&o=9.9&e=1"
WHO = [
    "nobody",
    "newcomer",
    "office",
    "town_office",
    "keeper",
    "handler",
    "signer",
    "dispatcher",
]
WHO += ["deputy_user", "accusation_officer", "system", "security", "auditor"]


class Links(HTMLParser):
    """The URLs that a page refers to by links and GET forms."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        data = dict(attrs)
        if tag == "a" and "download" not in data:
            self.found.append(data.get("href") or "")


@pytest.fixture
def house(county):
    county.nobody = None
    county.newcomer = person("xinren", "新人")
    published(county, answered(county))
    published(county, rated(county, Grade.SOLVED, text="路灯修好了吗。"))
    rated(county, Grade.NOT_SOLVED, text="井盖丢了三个月。")
    in_hand(county, text="村卫生室一星期只开两天。")
    drafted(county, text="集市的垃圾没人清。")
    submitted(county, text="桥面裂了一道缝。")
    for name, role in (
        ("system", Role.SYSTEM_ADMIN),
        ("security", Role.SECURITY_ADMIN),
        ("auditor", Role.AUDITOR),
    ):
        setattr(county, name, person(name, name, (role, county.congress)))
    return county


def shape(url):
    """A pattern of the URL: a few pages per kind are visited, not one per row."""
    return re.sub(r"\d+", "9", url)


def walk(client, starts):
    """Every page reachable by links from ``starts``, with its response.

    Follows redirects.
    """
    waiting, seen, kinds = list(starts), set(starts), {}
    while waiting and len(seen) < MOST_PAGES * 4:
        url = waiting.pop(0)
        kinds[shape(url)] = kinds.get(shape(url), 0) + 1
        if kinds[shape(url)] > 2:
            continue
        answer = client.get(url, follow=True)
        yield url, answer
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        for link in Links(answer.content.decode()).found:
            target = urljoin(url, link.split("#")[0])
            inside = not urlsplit(target).netloc and target.startswith("/")
            if link and inside and target not in seen and "/static/" not in target:
                seen.add(target)
                waiting.append(target)


@pytest.mark.parametrize("who", WHO)
def test_every_link_leads_somewhere(client, house, who):
    user = getattr(house, who)
    starts = ["/"]
    if user:
        client.force_login(user)
        starts += (
            ["/account/landing", "/desk/"]
            if user.roles & DESK
            else ["/account/landing"]
        )
    lost, count = [], 0
    for url, answer in walk(client, starts):
        count += 1
        if answer.status_code != 200:
            lost.append(f"{url} {answer.status_code}")

    assert not lost, "\n".join(lost)
    assert count > 8


@pytest.mark.parametrize("who", ["nobody", "office", "keeper", "system"])
def test_odd_addresses_are_answered(client, house, who):
    user = getattr(house, who)
    if user:
        client.force_login(user)
    urls = {url.split("?")[0] for url, _ in walk(client, ["/", "/account/landing"])}

    broken = []
    for url in sorted(urls):
        for odd in (f"{url}?{ODD}", f"{url}x", f"{url}%00", f"{url}/0"):
            status = client.get(odd, follow=True).status_code
            if status >= 500:
                broken.append(f"{odd} {status}")
    assert not broken, "\n".join(broken)


DESK = {
    Role.CONGRESS_OFFICE,
    Role.TOWN_CONGRESS,
    Role.STATION_KEEPER,
    Role.HANDLER,
    Role.SIGNER,
    Role.GOVERNMENT_OFFICE,
    Role.DEPUTY,
}
