"""列席、决策前征求意见、立法征求意见."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
