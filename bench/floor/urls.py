"""Four views: a constant, one row, twenty rows, one new row."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from bench.floor.models import Item


class ItemForm(forms.Form):
    text = forms.CharField(max_length=5000)


def constant(request):
    return HttpResponse("ok")


def item(request, pk):
    return render(request, "item.html", {"item": get_object_or_404(Item, pk=pk)})


def items(request):
    newest = Item.objects.order_by("-at", "-id")[:20]
    return render(request, "items.html", {"items": newest})


def new(request):
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        Item.objects.create(title=text[:40], text=text, at=timezone.now())
        return redirect("/constant")
    return render(request, "item.html", {"item": form})


urlpatterns = [
    path("constant", constant),
    path("items/<int:pk>", item),
    path("items/", items),
    path("new", new),
]
