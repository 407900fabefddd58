"""Screening: accept, decline, merge, behind the wall, publish."""

import pytest
from django.db import IntegrityError, connection, transaction

from cases.accusations.services import accusing, wall
from cases.loop.enums import CaseStatus, DeclineReason
from cases.loop.services import screening
from cases.loop.services.moves import CaseError
from cases.models import Accusation, Case
from office.models import AuditEntry
from office.places.enums import DivisionLevel
from tests import county as made
from tests.sessions import together


def test_accept_case_goes_to_the_congress_of_its_level(county):
    case = made.accepted(county, level=DivisionLevel.TOWN)

    assert case.holder == county.town_congress
    assert case.rounds.get().supervisor == county.town_congress


def test_accept_case_of_the_county_goes_to_the_county_congress(county):
    assert made.accepted(county).holder == county.congress


def test_accept_case_twice_is_refused_by_name_of_the_status(county):
    case = made.accepted(county)

    with pytest.raises(CaseError, match="待交办"):
        screening.accept_case(case=case, by=county.keeper)


@pytest.mark.parametrize("reason", DeclineReason)
def test_decline_case_always_says_where_to_go_instead(county, reason):
    case = screening.decline_case(
        case=made.submitted(county), reason=reason, by=county.keeper
    )

    note = case.events.last().public_note
    assert DeclineReason(reason).label in note
    assert screening.GUIDANCE[reason] in note


def test_merge_case_counts_and_keeps_each_code(county):
    main = made.in_hand(county)
    other = made.submitted(county, "水渠不通", phone="13905390001")

    screening.merge_case(case=other, into=main, by=county.office)

    main.refresh_from_db()
    other.refresh_from_db()
    assert main.submitter_count == 2
    assert other.merged_into == main
    assert other.status == CaseStatus.MERGED


@pytest.mark.parametrize("is_public", [True, False])
def test_merge_case_copies_nothing_of_the_other_s_words(county, is_public):
    main = made.assigned(county, text="李大山家门口的井盖丢了。")
    if is_public:
        screening.publish_case(
            case=main, title="井盖丢了", text="井盖丢了。", by=county.office
        )
    case = made.submitted(county, text="井盖没有了。", phone="13805391111")

    screening.merge_case(case=case, into=main, by=county.office)

    note = case.events.get(verb="merge").public_note
    assert "井盖丢了" not in note
    assert "李大山" not in note


def test_merge_case_into_a_merged_one_goes_to_its_main(county):
    main, second, third = (made.submitted(county) for _ in range(3))
    screening.merge_case(case=second, into=main, by=county.office)

    screening.merge_case(case=third, into=second, by=county.office)

    third.refresh_from_db()
    main.refresh_from_db()
    assert third.merged_into == main
    assert main.submitter_count == 3


def test_merge_case_into_itself_is_refused(county):
    case = made.submitted(county)

    with pytest.raises(CaseError, match="它自己"):
        screening.merge_case(case=case, into=case, by=county.office)


def test_unmerge_case_is_handed_over_by_itself(county):
    main, other = made.in_hand(county), made.submitted(county)
    screening.merge_case(case=other, into=main, by=county.office)

    case = screening.unmerge_case(case=other, by=county.office)

    main.refresh_from_db()
    assert case.status == CaseStatus.ACCEPTED
    assert case.rounds.count() == 1
    assert main.submitter_count == 1


@pytest.mark.django_db(transaction=True)
def test_two_cases_merged_into_each_other_at_once_leave_one_main(county):
    a, b = made.submitted(county), made.submitted(county)

    together(
        lambda: screening.merge_case(case=a, into=b, by=county.office),
        lambda: screening.merge_case(case=b, into=a, by=county.office),
    )

    assert Case.objects.filter(merged_into__isnull=True).count() == 1
    assert Case.objects.filter(status=CaseStatus.MERGED).count() == 1


def test_put_behind_wall_leaves_nothing_that_any_list_shows(county):
    case = made.submitted(county, "举报某科长收礼")

    accusation = wall.put_behind_wall(case=case, by=county.keeper)

    assert not Case.objects.filter(pk=case.pk).exists()
    shell = Case.everything.get(pk=case.pk)
    assert "举报" not in shell.text + shell.title + shell.public_text
    assert shell.submitter.phone == ""
    assert accusation.text.endswith("举报某科长收礼")
    # A keeper may have seen the code and the factor.
    assert accusation.tracking_code != case.tracking_code
    assert accusation.factor_hash == ""


def test_accusation_is_seen_by_its_officer_alone(county):
    accusing.submit_accusation(text="举报某科长收礼", factor="槐树")

    seen = {
        user.username: Accusation.objects.visible_to(user).count()
        for user in (county.office, county.keeper, county.signer)
    }
    assert set(seen.values()) == {0}
    assert Accusation.objects.visible_to(county.accusation_officer).count() == 1


def test_accusation_is_sealed_in_the_database(county):
    accusing.submit_accusation(text="举报某科长收礼", accused="某科长")

    with connection.cursor() as cursor:
        cursor.execute("select text, accused from cases_accusation")
        text, accused = cursor.fetchone()
    assert "举报" not in text
    assert "科长" not in accused


def test_publish_case_masks_again_what_the_clerk_forgot(county):
    case = made.accepted(county)

    case = screening.publish_case(
        case=case, title="水渠堵", text="找 13805391234 李大山", by=county.office
    )

    assert "13805391234" not in case.public_text


def test_publish_case_of_a_declined_one_is_refused(county):
    case = screening.decline_case(
        case=made.submitted(county), reason=DeclineReason.COURT, by=county.keeper
    )

    with pytest.raises(CaseError, match="不能公开"):
        screening.publish_case(case=case, title="题", text="文", by=county.office)


def test_database_refuses_a_public_case_without_a_public_version(county):
    case = made.accepted(county)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(is_public=True)


def test_reveal_submitter_is_written_down_with_its_reason(county):
    case = made.submitted(county)

    phone = screening.reveal_submitter(
        case=case, field="phone", reason="核实地点", by=county.keeper
    )

    entry = AuditEntry.objects.get(action="reveal")
    assert phone == "13805390000"
    assert entry.reason == "核实地点"
    assert "13805390000" not in str(entry.detail)


def test_reveal_submitter_without_a_reason_is_refused(county):
    with pytest.raises(CaseError, match="事由"):
        screening.reveal_submitter(
            case=made.submitted(county), field="phone", reason=" ", by=county.keeper
        )


def test_what_is_public_is_not_published_again_nor_what_is_not_taken_down(county):
    case = made.published(county, made.accepted(county))
    with pytest.raises(CaseError, match="已经公开"):
        made.published(county, case)
    screening.unpublish_case(case=case, reason="不愿公开", by=county.office)
    with pytest.raises(CaseError, match="没有公开"):
        screening.unpublish_case(case=case, reason="不愿公开", by=county.office)

    assert case.events.filter(verb="publish").count() == 1
    assert case.events.filter(verb="unpublish").count() == 1
