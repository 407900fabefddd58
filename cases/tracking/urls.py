"""Following one's own case with its code."""

from django.urls import path

from cases.tracking import views

urlpatterns = [
    path("track", views.track, name="track"),
    path("c/<str:code>", views.track_case, name="track_case"),
    path("c/<str:code>/rate", views.track_rate, name="track_rate"),
    path("c/<str:code>/supplement", views.track_supplement, name="track_supplement"),
    path("c/<str:code>/withdraw", views.track_withdraw, name="track_withdraw"),
    path("c/<str:code>/consent", views.track_consent, name="track_consent"),
    path("c/<str:code>/print", views.track_print, name="track_print"),
]
