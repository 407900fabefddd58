"""Links, buttons and facts that other parts and apps add to a case's desk page.

Each registers its own in its ``AppConfig.ready``; the loop never imports them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cases.loop.models.cases import Case
from office.models import User


@dataclass(frozen=True)
class CaseLink:
    """An entry of the panel: a button if ``is_act``, else a link to a related object."""

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
    """The template variables that other parts provide for this case."""
    return {name: value for facts in _facts for name, value in facts(case).items()}
