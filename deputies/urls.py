from django.urls import path

from deputies import views

app_name = "deputies"

urlpatterns = [
    path("stations/", views.stations, name="stations"),
    path("stations/<slug:code>/poster", views.poster, name="poster"),
]
