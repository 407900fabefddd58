"""Contact days below ``/desk/contact/``, in the namespace of the deputies."""

from django.urls import path

from deputies.contact.views import check_in as came
from deputies.contact.views import days as views

urlpatterns = [
    path("", views.contact_month, name="contact_month"),
    path("generate", views.contact_generate, name="contact_generate"),
    path("list", views.duty_list, name="duty_list"),
    path("rhythm/<slug:code>", views.station_rhythm, name="station_rhythm"),
    path("<int:pk>", views.contact_day, name="contact_day"),
    path("<int:pk>/publish", views.contact_publish, name="contact_publish"),
    path("<int:pk>/place", views.contact_place, name="contact_place"),
    path("<int:pk>/add", views.contact_add, name="contact_add"),
    path("<int:pk>/code", came.contact_code, name="contact_code"),
    path("check-in", came.check_in, name="check_in"),
    path("duties/<int:pk>/came", came.duty_came, name="duty_came"),
    path("duties/<int:pk>/paper", came.duty_paper, name="duty_paper"),
    path("duties/<int:pk>/undo", came.duty_undo, name="duty_undo"),
    path("duties/<int:pk>/remove", views.duty_remove, name="duty_remove"),
    path("duties/<int:pk>/excuse", views.duty_excuse, name="duty_excuse"),
    path("duties/<int:pk>/ask", views.duty_ask, name="duty_ask"),
    path("asks/<int:pk>", views.ask_decide, name="ask_decide"),
]
