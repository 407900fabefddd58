"""What the apps above offer on a case's page. They hand it in; the cases never ask them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cases.loop.models.cases import Case
from office.models import User


@dataclass(frozen=True)
class Offer:
    """A line of the panel: a button when ``is_act``, else a link to what grew out of it."""

    label: str
    url: str
    is_act: bool = False


Provider = Callable[[User, Case], Iterable[Offer]]
_providers: list[Provider] = []


def offer(provider: Provider) -> Provider:
    _providers.append(provider)
    return provider


def offers_for(user: User, case: Case) -> list[Offer]:
    return [one for provider in _providers for one in provider(user, case)]
