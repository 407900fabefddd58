"""The door for accusations, and the desk of the officers behind the wall."""

from django.urls import path

from cases.accusations.views import desk, public

urlpatterns = [
    path("accuse", public.accuse, name="accuse"),
    path("accuse/receipt", public.accuse_receipt, name="accuse_receipt"),
    path("desk/accusations/", desk.accusations, name="accusations"),
    path("desk/accusations/<int:pk>", desk.accusation, name="accusation"),
    path(
        "desk/accusations/<int:pk>/files/<int:file_pk>",
        desk.accusation_file,
        name="accusation_file",
    ),
    path(
        "desk/accusations/<int:pk>/renew",
        desk.accusation_renew,
        name="accusation_renew",
    ),
]
