"""常委会组成人员: elected from the county's deputies, one entry at a time, each with its paper."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from deputies.committee.services import CommitteeError, add_member, end_member
from deputies.models import CommitteeMember, Mandate
from tests.ballots import congress
from tests.sessions import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(county):
    return congress.seat_deputies(county, 3)


def enrol(person, **changes):
    facts = {
        "mandate": person.mandate,
        "post": "member",
        "started_on": timezone.localdate() - timedelta(days=9),
        "basis": "公告 1 号",
        "by": None,
    }
    return add_member(**(facts | changes))


def test_a_member_is_in_office_from_the_election_to_the_end(people):
    member, other = enrol(people[0]), enrol(people[1])
    end_member(member=member, ended_on=timezone.localdate(), end_basis="辞职", by=None)

    assert list(CommitteeMember.objects.in_office()) == [other]
    # Elected again later: a new entry, the old one stays.
    again = enrol(people[0], started_on=timezone.localdate())
    assert set(CommitteeMember.objects.in_office()) == {other, again}


def test_who_is_no_deputy_any_more_is_no_member(people):
    enrol(people[0])
    Mandate.objects.filter(pk=people[0].mandate.pk).update(status="suspended")

    assert not CommitteeMember.objects.in_office().exists()
    with pytest.raises(CommitteeError, match="资格有效"):
        enrol(people[0])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": " "}, "公告"),
        ({"post": "king"}, "职务"),
        ({"started_on": timezone.localdate() + timedelta(days=2)}, "晚于今天"),
    ],
)
def test_what_lacks_its_paper_is_refused(people, changes, words):
    with pytest.raises(CommitteeError, match=words):
        enrol(people[0], **changes)


def test_an_end_needs_a_day_after_the_start_and_a_basis(people):
    member = enrol(people[0])

    for day, basis in (
        (timezone.localdate(), ""),
        (member.started_on - timedelta(1), "x"),
    ):
        with pytest.raises(CommitteeError):
            end_member(member=member, ended_on=day, end_basis=basis, by=None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_the_same_down_one_does(county):
    person = congress.seat_deputies(county, 1)[0]
    found = at_once(2, lambda: enrol(person))

    assert sorted(isinstance(one, CommitteeError) for one in found) == [False, True]


def test_the_office_keeps_the_list_and_a_deputy_reads_it(client, county, people):
    client.force_login(county.office)
    client.post(
        reverse("deputies:committee_new"),
        {
            "mandate": people[0].mandate.pk,
            "post": "chair",
            "started_on": str(timezone.localdate()),
            "basis": "公告 1 号",
        },
    )
    client.force_login(people[1].user)

    page = client.get(reverse("deputies:committee")).content.decode()
    assert "主任" in page
    assert client.get(reverse("deputies:committee_new")).status_code == 403
