"""URLs of intake: by a resident, or recorded by staff."""

from django.urls import path

from cases.intake.views import record, submission

urlpatterns = [
    path("cases/new", submission.case_new, name="case_new"),
    path("cases/new/similar", submission.case_similar, name="case_similar"),
    path("cases/new/photos", submission.case_photos, name="case_photos"),
    path(
        "cases/new/photos/<int:pk>/drop",
        submission.case_photo_drop,
        name="case_photo_drop",
    ),
    path("cases/new/who", submission.case_who, name="case_who"),
    path("cases/receipt", submission.receipt, name="receipt"),
    path("cases/<int:pk>/me-too", submission.case_me_too, name="case_me_too"),
    path("privacy", submission.privacy, name="privacy"),
    path("desk/new", record.case_record, name="case_record"),
    path("desk/cases/<int:pk>/slip", record.case_slip, name="case_slip"),
]
