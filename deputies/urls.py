from django.urls import include, path

from deputies import views

app_name = "deputies"

urlpatterns = [
    path("stations/", views.stations, name="stations"),
    path("stations/<slug:code>/poster", views.poster, name="poster"),
    path("desk/contact/", include("deputies.urls_contact")),
]
