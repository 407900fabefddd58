"""Terms and seats, below ``/desk/register/``."""

from django.urls import path

from deputies.mandates.views import announcements, motions
from deputies.mandates.views import seats as mandates
from deputies.terms import views as terms

urlpatterns = [
    path("", terms.terms, name="terms"),
    path("new", terms.term_new, name="term_new"),
    path("compare", terms.term_compare, name="term_compare"),
    path("compare.xlsx", terms.term_compare_file, name="term_compare_file"),
    path("<int:pk>", terms.term, name="term"),
    path("<int:pk>/deputies", mandates.seats, name="term_seats"),
    path("<int:pk>/confirm", mandates.seats_confirm, name="seats_confirm"),
    path("mandates/<int:pk>/motion", motions.motion_new, name="motion_new"),
    path("motions/", motions.motions, name="motions"),
    path("motions/<int:pk>", motions.motion, name="motion"),
    path(
        "motions/<int:pk>/defence",
        motions.motion_act,
        {"name": "defence"},
        name="motion_defence",
    ),
    path(
        "motions/<int:pk>/vote",
        motions.motion_act,
        {"name": "vote"},
        name="motion_vote",
    ),
    path(
        "motions/<int:pk>/withdraw",
        motions.motion_act,
        {"name": "withdraw"},
        name="motion_withdraw",
    ),
    path(
        "announcements/<int:pk>/withdraw",
        announcements.announcement_withdraw,
        name="announcement_withdraw",
    ),
    path("mandates/<int:pk>", mandates.mandate, name="mandate"),
    path("mandates/<int:pk>/<slug:act>", mandates.mandate_act, name="mandate_act"),
    path("<int:pk>/copy", terms.term_copy, name="term_copy"),
    path("<int:pk>/begin", terms.term_begin, name="term_begin"),
    path("<int:pk>/quota", terms.term_quota, name="term_quota"),
    path(
        "constituencies/<int:pk>/drop",
        terms.constituency_drop,
        name="constituency_drop",
    ),
]
