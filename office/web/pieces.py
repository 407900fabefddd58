"""Pieces of pages that stand in every row or on every page, rendered by Jinja2.

A Django template asks eight times as much for the same piece (docs/performance.md). The
files are ``templates/pieces/``; they know the filters of our template libraries by name.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.forms.renderers import Jinja2 as JinjaForms
from django.forms.renderers import TemplatesSetting
from django.template.engine import Engine
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, Template

from office.web.addresses import address

LIBRARIES = ("ui", "cases")
WIDGETS = "django/forms/widgets/"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(settings.ROOT / "templates" / "pieces"),
        autoescape=True,
        # As in Django's templates: what is missing is written as nothing.
        undefined=ChainableUndefined,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    known = Engine.get_default().template_libraries
    for name in LIBRARIES:
        made.filters |= known[name].filters
    made.globals["url"] = address
    return made


@cache
def _piece(name: str) -> Template:
    return _environment().get_template(f"{name}.html")


def render_piece(name: str, **values: Any) -> SafeString:
    """``templates/pieces/<name>.html``, escaped, with ``values``."""
    return mark_safe(_piece(name).render(values))  # noqa: S308 - Jinja escapes


class FormRenderer(TemplatesSetting):
    """Django's own widgets by Django's own Jinja2 files; all other forms as ever."""

    def __init__(self) -> None:
        self._widgets = JinjaForms()

    @cache  # noqa: B019 - there is one renderer in a process
    def get_template(self, template_name: str) -> Any:
        if template_name.startswith(WIDGETS):
            return self._widgets.get_template(template_name)
        return super().get_template(template_name)
