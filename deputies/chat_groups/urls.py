"""WeChat groups, below ``/desk/chat-groups/``."""

from django.urls import path

from deputies.chat_groups import views

urlpatterns = [
    path("", views.chat_groups, name="chat_groups"),
    path("<int:pk>", views.chat_group, name="chat_group"),
]
