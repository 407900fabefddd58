"""票决."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
