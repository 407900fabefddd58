"""htmx: the same view and template; only a named partial is rendered on request."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_part(
    request: HttpRequest, template: str, part: str, context: dict
) -> HttpResponse:
    """The page ``template``, or only its partial ``part`` for an htmx request."""
    asked = getattr(request, "htmx", None)
    response = render(request, f"{template}#{part}" if asked else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
