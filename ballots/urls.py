"""票决: run below ``/desk/ballots/``, voted at ``/vote/``, read by all at ``/b/``."""

from django.urls import path

from ballots.conduct.views import ballots, tellers, voting
from ballots.record import views as record

app_name = "ballots"

urlpatterns = [
    path("b/<slug:code>", record.ballot_record, name="ballot_record"),
    path("b/<slug:code>/receipt", record.ballot_receipt, name="ballot_receipt"),
    path("b/<slug:code>/ballots.csv", record.ballot_csv, name="ballot_csv"),
    path("b/<slug:code>/rule.json", record.ballot_rule, name="ballot_rule"),
    path("b/<slug:code>/sheet.json", record.ballot_sheet, name="ballot_sheet"),
    path("b/<slug:code>/receipts.txt", record.ballot_receipts, name="ballot_receipts"),
    path("b/<slug:code>/notice", record.ballot_notice, name="ballot_notice"),
    path("open-data/tally.py", record.tally_script, name="tally_script"),
    path("vote/<slug:code>", voting.voting_page, name="voting"),
    path("vote/<slug:code>/ticket", voting.voting_ticket, name="voting_ticket"),
    path("vote/<slug:code>/cast", voting.voting_cast, name="voting_cast"),
    path("here/<slug:code>/<slug:hall_code>", voting.here, name="here"),
    path("desk/ballots/", ballots.ballot_list, name="ballots"),
    path("desk/ballots/new", ballots.ballot_new, name="ballot_new"),
    path("desk/ballots/<int:pk>", ballots.ballot, name="ballot"),
    path(
        "desk/ballots/<int:pk>/edit",
        ballots.ballot_act,
        {"name": "edit"},
        name="ballot_edit",
    ),
    path(
        "desk/ballots/<int:pk>/items",
        ballots.ballot_act,
        {"name": "items"},
        name="ballot_items",
    ),
    path(
        "desk/ballots/<int:pk>/electorate",
        ballots.ballot_act,
        {"name": "electorate"},
        name="ballot_electorate",
    ),
    path(
        "desk/ballots/<int:pk>/tellers",
        ballots.ballot_act,
        {"name": "tellers"},
        name="ballot_tellers",
    ),
    path(
        "desk/ballots/<int:pk>/presence",
        ballots.ballot_presence,
        name="ballot_presence",
    ),
    path(
        "desk/ballots/<int:pk>/presence/<int:elector_pk>/paper",
        ballots.ballot_paper,
        name="ballot_paper",
    ),
    path(
        "desk/ballots/<int:pk>/open",
        ballots.ballot_act,
        {"name": "open"},
        name="ballot_open",
    ),
    path("desk/ballots/<int:pk>/print", ballots.ballot_print, name="ballot_print"),
    path("desk/ballots/<int:pk>/hall", voting.hall, name="hall"),
    path(
        "desk/ballots/<int:pk>/returned",
        tellers.ballot_teller_act,
        {"name": "returned"},
        name="ballot_returned",
    ),
    path("desk/ballots/<int:pk>/key", tellers.ballot_key, name="ballot_key"),
    path("desk/ballots/<int:pk>/papers", tellers.ballot_papers, name="ballot_papers"),
    path(
        "desk/ballots/<int:pk>/sign",
        tellers.ballot_teller_act,
        {"name": "sign"},
        name="ballot_sign",
    ),
    path(
        "desk/ballots/<int:pk>/step/<slug:step>",
        ballots.ballot_step,
        name="ballot_step",
    ),
]
