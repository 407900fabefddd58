"""A deputies' suggestion until assignment: text, names, link to an opinion."""

import pytest
from django.db import DatabaseError, transaction

from cases.loop.enums import CaseKind, CaseStatus, DeclineReason, Verb
from cases.loop.services.moves import CaseError
from cases.models import Case, Proposer, Suggestion, ThreadLink
from cases.suggestions.enums import Occasion, ProposerState
from cases.suggestions.services import drafts as suggesting
from cases.suggestions.services import steps as suggestion_steps
from deputies.activities.enums.records import RecordKind
from deputies.models import ActivityRecord
from office.models import Notice
from tests import county as made
from tests.cases import suggested
from tests.sessions import at_once, together


@pytest.fixture
def house(county):
    return suggested.deputies(county)


def test_a_submitted_suggestion_is_a_case_of_its_kind(house):
    case = suggested.submitted(house)

    assert case.kind == CaseKind.SUGGESTION
    assert case.number == "县人大建议〔2026〕001号"
    assert case.holder == house.congress
    assert case.suggestion.lead == house.liu.mandate
    assert case.events.get().verb == Verb.SUBMIT


def test_only_a_sitting_deputy_writes_one(house):
    with pytest.raises(CaseError, match="本人提出"):
        suggesting.write_suggestion(
            lead=house.liu.mandate, words=suggested.words(house), by=house.office
        )
    house.liu.mandate.status = "suspended"
    house.liu.mandate.save()
    with pytest.raises(CaseError, match="资格有效"):
        suggested.draft(house)


def test_a_session_is_named_and_words_are_not_empty(house):
    with pytest.raises(CaseError, match="哪次会议"):
        suggested.draft(house, occasion=Occasion.IN_SESSION)
    with pytest.raises(CaseError, match="标题和内容"):
        suggested.draft(house, text=" \x00 ")


def test_a_joint_proposer_counts_only_after_confirming(house):
    text = suggested.draft(house)
    suggesting.ask_proposers(
        suggestion=text,
        mandates=[house.chen.mandate, house.sun.mandate],
        by=house.liu.user,
    )
    suggesting.answer_invitation(
        suggestion=text, joins=True, version=1, by=house.chen.user
    )
    suggesting.answer_invitation(
        suggestion=text, joins=False, version=1, by=house.sun.user
    )

    names = [f"{p}" for p in suggesting.confirmed(text)]

    assert names == ["刘青", "陈禾"]
    with pytest.raises(CaseError, match="已经答复过"):
        suggesting.answer_invitation(
            suggestion=text, joins=True, version=1, by=house.sun.user
        )


def test_changed_words_are_confirmed_anew(house):
    text = suggested.draft(house)
    suggested.join(house, text, house.chen)

    suggesting.change_suggestion(
        suggestion=text,
        words=suggested.words(house, text="改为：东片水渠全部护坡。"),
        by=house.liu.user,
    )

    proposer = text.proposers.get(mandate=house.chen.mandate)
    assert proposer.state == ProposerState.ASKED
    with pytest.raises(CaseError, match="刚改过"):
        suggesting.answer_invitation(
            suggestion=text, joins=True, version=1, by=house.chen.user
        )
    assert Notice.objects.filter(user=house.chen.user, kind="join_asked").count() == 2


def test_nobody_of_another_congress_joins(house):
    from deputies.register.enums import Level
    from tests.deputies.people import seat

    other = seat(house, "d0009", "乔田", level=Level.TOWN)

    with pytest.raises(CaseError, match="同一届"):
        suggesting.ask_proposers(
            suggestion=suggested.draft(house),
            mandates=[other.mandate],
            by=house.liu.user,
        )


@pytest.mark.django_db(transaction=True)
def test_two_sessions_confirm_once(house):
    text = suggested.draft(house)
    suggesting.ask_proposers(
        suggestion=text, mandates=[house.chen.mandate], by=house.liu.user
    )

    given = at_once(
        2,
        lambda: suggesting.answer_invitation(
            suggestion=text, joins=True, version=1, by=house.chen.user
        ),
    )

    assert sorted(type(one) for one in given if isinstance(one, CaseError)) == [
        CaseError
    ]
    assert Notice.objects.filter(kind="join_answered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_confirms_words_that_are_being_changed(house):
    text = suggested.draft(house)
    suggesting.ask_proposers(
        suggestion=text, mandates=[house.chen.mandate], by=house.liu.user
    )

    together(
        lambda: suggesting.change_suggestion(
            suggestion=text,
            words=suggested.words(house, text="另一番话。"),
            by=house.liu.user,
        ),
        lambda: suggesting.answer_invitation(
            suggestion=text, joins=True, version=1, by=house.chen.user
        ),
    )

    # Whoever was first, nobody is a proposer of a text they did not read.
    assert Proposer.objects.get(mandate=house.chen.mandate).state == "asked"
    assert Suggestion.objects.get().text_version == 2


@pytest.mark.django_db(transaction=True)
def test_two_sessions_submit_one_case(house):
    text = suggested.draft(house)

    at_once(
        2,
        lambda: suggesting.submit_suggestion(suggestion=text, by=house.liu.user),
    )

    assert Case.objects.count() == 1


def test_the_database_keeps_the_words_that_were_handed_in(house):
    case = suggested.submitted(house)

    with pytest.raises(DatabaseError), transaction.atomic():
        Suggestion.objects.filter(case=case).update(text="换了。")
    with pytest.raises(CaseError, match="已经提交"):
        suggesting.change_suggestion(
            suggestion=case.suggestion, words=suggested.words(house), by=house.liu.user
        )


def test_a_residents_opinion_becomes_a_suggestion_and_both_say_so(house):
    opinion = made.accepted(house)

    case = suggesting.turn_into_suggestion(
        case=opinion,
        lead=house.liu.mandate,
        words=suggested.words(house),
        by=house.liu.user,
    )

    link = ThreadLink.objects.get()
    assert (link.earlier_id, link.later_id) == (opinion.pk, case.pk)
    there = opinion.events.get(verb=Verb.TO_SUGGESTION)
    assert case.number in there.public_note
    assert opinion.number in case.events.get(verb=Verb.FROM_OPINION).public_note
    told = Notice.objects.get(kind="to_suggestion")
    assert opinion.code_shown in told.text
    with pytest.raises(CaseError, match="已经把这件"):
        suggesting.turn_into_suggestion(
            case=opinion,
            lead=house.liu.mandate,
            words=suggested.words(house),
            by=house.liu.user,
        )


def test_joining_is_open_until_the_hand_over_and_counts_as_a_activity_record(house):
    case = suggested.submitted(house)
    suggestion_steps.accept_suggestion(case=case, by=house.office)
    suggested.join(house, case.suggestion, house.chen)

    kinds = ActivityRecord.objects.values_list("deputy__name", "kind")
    assert set(kinds) == {
        ("刘青", RecordKind.SUGGESTION),
        ("陈禾", RecordKind.JOINT_SUGGESTION),
    }
    suggestion_steps.assign_suggestion(case=case, lead=house.water, by=house.office)
    with pytest.raises(CaseError, match="不能再联名"):
        suggesting.ask_proposers(
            suggestion=case.suggestion,
            mandates=[house.sun.mandate],
            by=house.liu.user,
        )


def test_what_is_withdrawn_or_unfit_does_not_count(house):
    case = suggested.submitted(house)
    case = suggestion_steps.accept_suggestion(case=case, by=house.office)
    with pytest.raises(CaseError, match="领衔代表"):
        suggestion_steps.withdraw_suggestion(
            case=case, reason="重复", by=house.chen.user
        )

    case = suggestion_steps.withdraw_suggestion(
        case=case, reason="已经解决", by=house.liu.user
    )

    assert case.status == CaseStatus.WITHDRAWN
    assert not ActivityRecord.objects.counting().exists()


def test_an_unfit_suggestion_is_declined_with_a_way_out(house):
    case = suggested.submitted(house)

    case = suggestion_steps.decline_suggestion(
        case=case, reason=DeclineReason.FORWARDED, by=house.office
    )

    assert case.status == CaseStatus.DECLINED
    assert "代录" in case.events.last().public_note
    assert Notice.objects.filter(user=house.liu.user, kind="declined").exists()


def test_a_suggestion_lets_in_nobody_by_its_place(house):
    case = suggested.submitted(house, hidden="asked")

    def sees(user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()

    assert sees(house.liu.user)
    assert sees(house.office)
    assert not sees(house.chen.user)
    assert not sees(house.town_office)
    assert not sees(house.handler)
    assert not sees(house.keeper)
