"""How dates, numbers and controls are set. Pieces: templates/pieces/ and templates/ui/."""

import re
from datetime import date, datetime
from functools import cache

from django import forms, template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from office.calendar.services.deadlines import WEEKDAYS, cn_date
from office.web.pieces import render_piece

register = template.Library()
KIB = 1024
CN_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:（周.）)?前?")


def _local(value: datetime) -> datetime:
    """In the county's time. Nobody has another: what thread this is need not be asked."""
    return value.astimezone(timezone.get_default_timezone())


def _day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _whole(text: str) -> SafeString:
    """``text``, made of numbers, on one line."""
    return mark_safe(f'<span class="nb">{text}</span>')  # noqa: S308 - numbers


@register.filter
def cndate(value):
    """``2026年11月23日（周一）``, never broken over two lines."""
    return _whole(cn_date(_day(value))) if value else ""


@register.filter
def cnday(value):
    """``11月23日``: the year is said nearby."""
    if not value:
        return ""
    day = _day(value)
    return _whole(f"{day.month}月{day.day}日")


@register.filter
def cnweekday(value):
    return f"周{WEEKDAYS[_day(value).weekday()]}" if value else ""


@register.filter
def cntime(value):
    """``2026年11月23日 9:05``."""
    if not value:
        return ""
    at = _local(value)
    return _whole(f"{at.year}年{at.month}月{at.day}日 {at.hour}:{at.minute:02d}")


@register.filter
def cnclock(value):
    """``9:05``."""
    at = _local(value)
    return f"{at.hour}:{at.minute:02d}"


@register.filter
def filesize(size):
    """``640 KB``, ``1.5 MB``."""
    if size < KIB * KIB:
        return f"{max(1, round(size / KIB))} KB"
    return f"{size / KIB / KIB:.1f} MB"


@register.filter
def signed(number):
    """``+12``, ``-3``, ``0``."""
    return f"{number:+d}" if number else "0"


@register.filter
def nb(text):
    return format_html('<span class="nb">{}</span>', text)


@register.filter
def dates(text):
    """``text`` with its dates kept whole, as long as a line is wide enough for one."""
    return mark_safe(CN_DATE.sub(r'<span class="date">\g<0></span>', escape(text)))  # noqa: S308 - escaped


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """The present query string with ``changes``; None takes a key out."""
    asked = context["request"].GET.copy() if "request" in context else {}
    for key, value in changes.items():
        if value is None:
            asked.pop(key, None)
        else:
            asked[key] = value
    return "?" + (
        asked.urlencode() if hasattr(asked, "urlencode") else urlencode(asked)
    )


def _widget(field):
    return field.field.widget


@register.filter
def is_choice(field):
    """A question with several radio buttons or ticks, set as a fieldset."""
    return isinstance(_widget(field), forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_ticks(field):
    """Many ticks, kept in a box that scrolls."""
    return isinstance(_widget(field), forms.CheckboxSelectMultiple)


@register.filter
def is_tick(field):
    return isinstance(_widget(field), forms.CheckboxInput)


@register.filter
def is_select(field):
    return isinstance(_widget(field), forms.Select) and not isinstance(
        _widget(field), forms.SelectMultiple
    )


@register.filter
def is_area(field):
    return isinstance(_widget(field), forms.Textarea)


@register.filter
def control(field):
    """The control itself, with the classes and the names a screen reader needs."""
    widget, attrs = _widget(field), {}
    if not isinstance(widget, forms.CheckboxInput | forms.Select):
        attrs["class"] = "form-control"
    described = []
    if field.help_text:
        described.append(f"{field.auto_id}-hint")
    if field.errors:
        described.append(f"{field.auto_id}-err")
        attrs["aria-invalid"] = "true"
        attrs["class"] = f"{attrs.get('class', '')} is-invalid".strip()
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs={**widget.attrs, **attrs})


@register.filter
def tag(text, tone):
    """``text`` with the shape of ``tone``: colour alone says nothing."""
    return format_html(
        '<span class="tag tag--{0}"> <svg class="shape" aria-hidden="true"> '
        '<use href="#s-{0}" /> </svg> <span>{1}</span> </span>\n',
        tone,
        text,
    )


@register.simple_tag
def asset(path):
    """The address of a static file, looked up once."""
    return _asset(path)


@cache
def _asset(path: str) -> str:
    return static(path)


@register.simple_tag
def piece(name, **values):
    """``templates/pieces/<name>.html``: what stands in every row or on every page."""
    return render_piece(name, **values)


@register.simple_tag(takes_context=True)
def frame(context, name):
    """A piece of the frame, which shows who is signed in and where they are."""
    request = context.get("request")
    return render_piece(
        name,
        page_frame=context.get("page_frame"),
        user=getattr(request, "user", None),
        token=context.get("csrf_token"),
    )


@register.filter
def paragraphs(text):
    """Each line a paragraph, escaped."""
    lines = (line.strip() for line in str(text).splitlines())
    return mark_safe(  # noqa: S308 - every line is escaped
        "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    )
