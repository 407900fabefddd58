"""Records of conversations: included below ``/desk/`` by ``cases.urls``."""

from django.urls import path

from cases.receptions import views as receptions

urlpatterns = [
    path("receptions/", receptions.receptions, name="receptions"),
    path("receptions/new", receptions.reception_new, name="reception_new"),
    path("receptions/token", receptions.reception_token, name="reception_token"),
    path("receptions/<int:pk>", receptions.reception, name="reception"),
]
