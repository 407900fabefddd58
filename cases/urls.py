"""Addresses of the loop. /s/, /d/ and /c/ are printed on paper and never change."""

from django.urls import include, path

from cases.accusations.views import public as accuse
from cases.intake.views import submission as submit
from cases.publishing import views as public
from cases.suggestions import views as suggestions
from cases.tracking import views as track
from cases.views import deputy, station
from portal.home import views as home_views

app_name = "cases"

urlpatterns = [
    path("", home_views.home, name="home"),
    path("s/<slug:code>", station.station, name="station"),
    path("d/<slug:code>", deputy.deputy, name="deputy"),
    # Published cases
    path("cases/", public.cases, name="cases"),
    path("cases/<int:pk>", public.case, name="case"),
    path("cases/<int:pk>/me-too", submit.case_me_too, name="case_me_too"),
    path("suggestions/", suggestions.public_suggestions, name="public_suggestions"),
    path("files/<int:pk>", public.case_file, name="case_file"),
    # Saying something
    path("cases/new", submit.case_new, name="case_new"),
    path("cases/new/similar", submit.case_similar, name="case_similar"),
    path("cases/new/photos", submit.case_photos, name="case_photos"),
    path(
        "cases/new/photos/<int:pk>/drop", submit.case_photo_drop, name="case_photo_drop"
    ),
    path("cases/new/who", submit.case_who, name="case_who"),
    path("cases/receipt", submit.receipt, name="receipt"),
    path("privacy", submit.privacy, name="privacy"),
    # Following it
    path("track", track.track, name="track"),
    path("c/<str:code>", track.track_case, name="track_case"),
    path("c/<str:code>/rate", track.track_rate, name="track_rate"),
    path("c/<str:code>/supplement", track.track_supplement, name="track_supplement"),
    path("c/<str:code>/withdraw", track.track_withdraw, name="track_withdraw"),
    path("c/<str:code>/print", track.track_print, name="track_print"),
    # Behind the wall
    path("accuse", accuse.accuse, name="accuse"),
    path("accuse/receipt", accuse.accuse_receipt, name="accuse_receipt"),
    path("desk/", include("cases.loop.urls")),
]
