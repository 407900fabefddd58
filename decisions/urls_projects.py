"""政府投资项目、民生实事项目."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
