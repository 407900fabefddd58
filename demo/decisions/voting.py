"""A ballot of the demonstration, cast on paper from the first sheet to the announcement."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from ballots.counting import services as counting
from ballots.models import Ballot, Elector
from ballots.papers import services as papers
from ballots.papers.services import Paper
from ballots.record import services as announcing
from ballots.setup import services as ballots
from ballots.voting import services as voting
from demo.as_of import as_of
from demo.county.places import County

TELLERS = ("daibiao", "daibiao2", "daibiao3")


def vote_on_paper(
    county: County, ballot: Ballot, *, wanted: Sequence[int], day: date
) -> Ballot:
    """Everybody votes on ``day``; ``wanted``: how many votes each item gets, in order."""
    by = county.users["gongwei"]
    chief, *others = [county.users[name] for name in TELLERS]
    with as_of(day, 8.5):
        ballots.set_tellers(ballot=ballot, tellers=others, chief=chief, by=by)
        keys = [ballots.take_key(ballot=ballot, by=user) for user in (chief, *others)]
        ballot = ballots.check_ballot(ballot=ballot, by=by)
        electors = list(ballot.electors.order_by("pk"))
        ballots.mark_present(ballot=ballot, came=electors, by=by)
        ballot = voting.open_ballot(ballot=ballot, by=by)
        for elector in electors:
            voting.issue_paper(ballot=ballot, elector=elector, by=by)
    with as_of(day, 10):
        voting.ask_close(ballot=ballot, by=by)
        ballot = voting.close_ballot(ballot=ballot, by=chief)
        _type_all(county, ballot, _sheets(electors, wanted))
        ballot = counting.count_ballot(ballot=ballot, keys=keys[:2], by=by)
        for user in (*others, chief):
            counting.sign_count(ballot=ballot, by=user)
    with as_of(day, 11):
        return announcing.announce_ballot(ballot=ballot, by=by)


def _sheets(electors: list[Elector], wanted: Sequence[int]) -> list[tuple[str, set]]:
    """A box and marked items for each elector, so that every item gets what is wanted."""
    marked: dict[int, set[int]] = defaultdict(set)
    for item, votes in enumerate(wanted):
        # Those with the fewest marks so far: nobody marks more than the rule allows.
        least = sorted(electors, key=lambda row: (len(marked[row.pk]), row.pk * 7 % 31))
        for elector in least[:votes]:
            marked[elector.pk].add(item)
    return [(elector.box, marked[elector.pk]) for elector in electors]


def _type_all(county: County, ballot: Ballot, sheets: list[tuple[str, set]]) -> None:
    count = ballot.items.count()
    first, second = (county.users[name] for name in TELLERS[:2])
    returned = Counter(box for box, _ in sheets)
    papers.record_returned(ballot=ballot, returned=returned, by=first)
    for number, (box, marks) in enumerate(sheets, 1):
        cells = ["1" if at in marks else "" for at in range(count)]
        sheet = Paper(number, cells, box=box)
        for teller in (first, second):
            papers.enter_paper(ballot=ballot, paper=sheet, by=teller)
