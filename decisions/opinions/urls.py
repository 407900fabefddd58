"""征求意见: public below ``/decisions/``, deputies and staff below ``/desk/``."""

from django.urls import path

from decisions.opinions.views import desk as drafts_desk
from decisions.opinions.views import public as drafts

urlpatterns = [
    path("decisions/drafts/", drafts.drafts, name="drafts"),
    path("decisions/drafts/<int:pk>", drafts.draft, name="draft"),
    path("decisions/drafts/<int:pk>/opinion", drafts.opinion_new, name="opinion_new"),
    path(
        "decisions/drafts/<int:pk>/files/<int:file_pk>",
        drafts.draft_file,
        name="draft_file",
    ),
    path("desk/drafts/", drafts_desk.desk_drafts, name="desk_drafts"),
    path("desk/drafts/new", drafts_desk.draft_new, name="draft_new"),
    path("desk/drafts/<int:pk>", drafts_desk.desk_draft, name="desk_draft"),
    path("desk/drafts/<int:pk>/open", drafts_desk.draft_open, name="draft_open"),
    path("desk/drafts/<int:pk>/speak", drafts_desk.draft_speak, name="draft_speak"),
    path("desk/drafts/<int:pk>/<slug:name>", drafts_desk.draft_act, name="draft_act"),
    path(
        "desk/opinions/<int:pk>/<slug:name>",
        drafts_desk.opinion_act,
        name="opinion_act",
    ),
    path("desk/points/", drafts_desk.points, name="points"),
    path("desk/points/<slug:name>/new", drafts_desk.point_new, name="point_new"),
]
