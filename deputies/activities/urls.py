"""Activities and leave, below ``/desk/activities/``."""

from django.urls import path

from deputies.activities import views

urlpatterns = [
    path("", views.activities, name="activities"),
    path("new", views.activity_new, name="activity_new"),
    path("leave", views.leave_new, name="leave_new"),
    path("leave/<int:pk>", views.leave, name="leave"),
    path("<int:pk>", views.activity, name="activity"),
    path("files/<int:pk>", views.activity_file, name="activity_file"),
]
