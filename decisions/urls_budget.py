"""预算监督."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
