"""What other parts and apps add to a case's desk page: links, buttons, facts.

Each hands its own in from its ``AppConfig.ready``; the loop never imports them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cases.loop.models.cases import Case
from office.models import User


@dataclass(frozen=True)
class CaseLink:
    """A line of the panel: a button when ``is_act``, else a link to what grew out of it."""

    label: str
    url: str
    is_act: bool = False


Provider = Callable[[User, Case], Iterable[CaseLink]]
Facts = Callable[[Case], dict]
_providers: list[Provider] = []
_facts: list[Facts] = []


def add_links(provider: Provider) -> Provider:
    _providers.append(provider)
    return provider


def links_for(user: User, case: Case) -> list[CaseLink]:
    return [one for provider in _providers for one in provider(user, case)]


def add_facts(facts: Facts) -> Facts:
    _facts.append(facts)
    return facts


def facts_of(case: Case) -> dict:
    """What the other parts know of the case, as names for the page's template."""
    return {name: value for facts in _facts for name, value in facts(case).items()}
