"""A congress for tests: deputies in delegations, a ballot that is ready, a voter's phone."""

import secrets
from datetime import date, timedelta
from types import SimpleNamespace

from django.utils import timezone

from ballots.boxes.rules import blind
from ballots.boxes.services import open_box
from ballots.counting import services as counting
from ballots.models import Ballot
from ballots.papers import services as papers
from ballots.papers.services import Paper
from ballots.rules.rules import RuleDraft
from ballots.setup import services as ballots
from ballots.setup.services import Frame, ItemDraft
from ballots.voting import services as voting
from deputies.models import (
    Assembly,
    Constituency,
    Deputy,
    Grouping,
    GroupingSeat,
    Mandate,
    Term,
)
from office.models import RoleGrant, User
from office.people.enums import Role
from tests.county import moment, person
from tools import blinding

ITEMS = ["甲村供水", "乙镇修路", "丙校取暖", "丁院助餐"]
# What the tellers wrote on paper, by ballot and user: it stands nowhere else.
KEYS: dict[tuple[int, int], str] = {}


def sit(term) -> Assembly:
    """The session that is sitting today."""
    today = timezone.localdate()
    days = {
        "starts_on": today - timedelta(days=1),
        "ends_on": today + timedelta(days=2),
    }
    row, _ = Assembly.objects.get_or_create(
        term=term, town=None, number=6, defaults=days
    )
    return row


def seat_deputies(county, count, delegations=(), prefix="v") -> list[SimpleNamespace]:
    """``count`` sitting county deputies, dealt out to the named delegations in turn."""
    term, _ = Term.objects.get_or_create(
        level="county",
        number=19,
        defaults={"starts_on": date(2022, 1, 15), "is_current": True},
    )
    sit(term)
    constituency, _ = Constituency.objects.get_or_create(
        term=term,
        level="county",
        town=county.town,
        number=1,
        defaults={"name": "第 1 选区", "seats": 3},
    )
    names = [f"{prefix}{n}" for n in range(count)]
    users = User.objects.bulk_create(
        User(username=name, name=f"代表{name}", password="!") for name in names
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(
            user=user,
            role=Role.DEPUTY,
            unit=county.town_congress,
            started_at=moment("2022-01-15 00:00"),
        )
        for user in users
    )
    deputies = Deputy.objects.bulk_create(
        Deputy(code=name, name=f"代表{name}", gender="female", user=user)
        for name, user in zip(names, users, strict=True)
    )
    mandates = Mandate.objects.bulk_create(
        Mandate(
            deputy=deputy,
            term=term,
            level="county",
            constituency=constituency,
            status="valid",
            starts_on=date(2022, 1, 15),
        )
        for deputy in deputies
    )
    groups = [
        Grouping.objects.create(kind="delegation", term=term, name=name)
        for name in delegations
    ]
    for at, mandate in enumerate(mandates if groups else []):
        GroupingSeat.objects.create(
            grouping=groups[at % len(groups)], kind="delegation", mandate=mandate
        )
    return [
        SimpleNamespace(user=user, deputy=deputy, mandate=mandate)
        for user, deputy, mandate in zip(users, deputies, mandates, strict=True)
    ]


def draft(
    county, items=ITEMS, *, purpose="other", by_group=False, organ="congress", **rule
) -> Ballot:
    frame = Frame(
        title="2027年民生实事项目票决",
        question="从候选项目中确定民生实事项目",
        body="费县第十九届人民代表大会第六次会议",
        by_group=by_group,
        organ=organ,
        assembly=Assembly.objects.filter(town=None).first(),
    )
    return ballots.draft_ballot(
        purpose=purpose,
        frame=frame,
        rule=RuleDraft(**{"seats": 2, **rule}),
        items=[ItemDraft(str(at), title) for at, title in enumerate(items, 1)],
        by=county.office,
    )


def tellers(count=2) -> list[User]:
    return [
        User.objects.filter(username=f"teller{n}").first()
        or person(f"teller{n}", f"监票人{n}")
        for n in range(count)
    ]


def prepared(county, people, ballot=None, present=None, **rule) -> Ballot:
    """Checked, with its electorate and tellers; ``present`` of the people are here."""
    ballot = ballot or draft(county, **rule)
    ballots.set_electorate(
        ballot=ballot, mandates=[one.mandate for one in people], by=county.office
    )
    chief, *others = tellers()
    ballots.set_tellers(ballot=ballot, tellers=others, chief=chief, by=county.office)
    take_keys(ballot)
    ballot = ballots.check_ballot(ballot=ballot, by=county.office)
    here = people if present is None else people[:present]
    rows = ballot.electors.filter(mandate__in=[one.mandate for one in here])
    ballots.mark_present(ballot=ballot, came=rows, by=county.office)
    return ballot


def take_keys(ballot) -> None:
    for teller in ballot.tellers.all():
        KEYS[ballot.pk, teller.user_id] = ballots.take_key(
            ballot=ballot, by=teller.user
        )


def keys(ballot) -> list[str]:
    """Of two tellers, as they type them at the count."""
    rows = ballot.tellers.order_by("pk")[:2]
    return [KEYS[ballot.pk, teller.user_id] for teller in rows]


def closed(ballot, by) -> Ballot:
    """``by`` asks, a teller confirms."""
    voting.ask_close(ballot=ballot, by=by)
    return voting.close_ballot(ballot=ballot, by=ballot.tellers.latest("pk").user)


def counted(ballot, by) -> Ballot:
    return counting.count_ballot(ballot=ballot, keys=keys(ballot), by=by)


def opened(county, people, **text) -> Ballot:
    return voting.open_ballot(ballot=prepared(county, people, **text), by=county.office)


class Phone:
    """What frontend/js/voting.js does: prepare, blind, have it signed, finalize."""

    def __init__(self, ballot: Ballot, user: User):
        self.ballot, self.user = ballot, user
        elector = ballot.electors.get(mandate__deputy__user=user)
        self.box = ballot.boxes.get(name=elector.box)
        self.modulus = int(self.box.modulus, 16)
        self.token = blinding.prepare(secrets.token_bytes(blind.TOKEN_BYTES))
        self.blinded = blinding.blinded(self.token, self.modulus)
        self.hidden = self.blinded.message.hex()
        self.signature = ""

    def fetch(self) -> "Phone":
        signed = voting.issue_ticket(
            ballot=self.ballot, user=self.user, hidden=self.hidden
        )
        self.unhide(signed)
        return self

    def unhide(self, signed: str) -> None:
        self.signature = blinding.finalized(
            self.token, bytes.fromhex(signed), self.blinded.inverse, self.modulus
        ).hex()

    def cast(self, cells) -> str:
        return voting.cast_ballot(
            box=open_box(self.ballot.code, self.box.name),
            token=self.token.hex(),
            signature=self.signature,
            cells=list(cells),
        )


def cells(text: str) -> list[str]:
    """``ab..`` → marked, marked, empty, empty."""
    return ["" if letter == "." else "1" for letter in text]


def vote(ballot, person, text) -> str:
    return Phone(ballot, person.user).fetch().cast(cells(text))


def give_paper(ballot, person, by) -> None:
    voting.issue_paper(
        ballot=ballot, elector=ballot.electors.get(mandate=person.mandate), by=by
    )


def type_papers(ballot, *texts) -> None:
    """Both tellers type the same papers; ``x`` before the marks is one set aside."""
    first, second = tellers()
    papers.record_returned(ballot=ballot, returned={"": len(texts)}, by=first)
    for number, text in enumerate(texts, 1):
        sheet = Paper(number, cells(text.removeprefix("x")), text.startswith("x"))
        for teller in (first, second):
            papers.enter_paper(ballot=ballot, paper=sheet, by=teller)


def certified(ballot, by) -> Ballot:
    """Close, count and sign, so that it waits for the announcement."""
    return signed(counted(closed(ballot, by), by))


def signed(ballot) -> Ballot:
    chief, *others = tellers()
    for user in (*others, chief):
        counting.sign_count(ballot=ballot, by=user)
    ballot.refresh_from_db()
    return ballot
