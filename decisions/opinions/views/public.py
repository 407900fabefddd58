"""征求意见: public pages with articles, opinions and the form."""

import secrets

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.loop.services.reference_cache import reference_cache
from decisions.opinions.enums import DraftState, OpinionSource
from decisions.opinions.forms import OpinionForm
from decisions.opinions.models import (
    Article,
    CollectionPoint,
    Draft,
    DraftFile,
    Informant,
)
from decisions.opinions.page import book_of, tally_of
from decisions.opinions.services.opinions import give_opinion
from office.files.services import serve_attachment
from office.text.errors import ServiceError
from office.web.access import public
from office.web.key_pages import KeyPage
from office.web.page_cache import public_page
from office.web.throttle import slow_down


@public
@require_safe
@public_page("after", "before")
def drafts(request):
    page = KeyPage(
        Draft.objects.public().with_numbers(),
        order=("-received_on", "-id"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    points = CollectionPoint.objects.filter(closed_on=None)
    context = {
        "page": page,
        "points": points.select_related("division__parent"),
        "informants": Informant.objects.filter(until=None, point__in=points).count(),
    }
    return render(request, "decisions/opinions/list.html", context)


@public
@require_safe
@public_page()
def draft(request, pk: int):
    """Its newest articles; opinions are shown only with their outcome."""
    row = get_object_or_404(Draft.objects.public().with_numbers(), pk=pk)
    settled = row.state == DraftState.SETTLED
    opinions = list(row.opinions.for_list().order_by("pk")) if settled else []
    context = {
        "draft": row,
        "book": book_of(row, opinions),
        "tally": tally_of(opinions),
        "versions": row.versions.all(),
        "files": row.files.select_related("attachment"),
        "steps": row.steps.all(),
    }
    return render(request, "decisions/opinions/draft.html", context)


@public
@require_safe
def draft_file(request, pk: int, file_pk: int):
    files = DraftFile.objects.filter(draft__in=Draft.objects.public().filter(pk=pk))
    row = get_object_or_404(files.select_related("attachment"), pk=file_pk)
    return serve_attachment(row.attachment)


@public
@never_cache
def opinion_new(request, pk: int):
    """One opinion on ``?article=`` or the whole. The hidden key makes it idempotent."""
    row = get_object_or_404(Draft.objects.public(), pk=pk)
    article = _article(row, request.GET.get("article", ""))
    consent = reference_cache().consent
    initial = {"key": secrets.token_urlsafe(16)}
    form = OpinionForm(request.POST or None, initial=initial, article=article)
    if request.method == "POST" and row.is_open and form.is_valid():
        cleaned = dict(form.cleaned_data)
        cleaned["consent"] = consent if cleaned["consent"] else None
        key = f"public:{cleaned.pop('key')}"
        try:
            slow_down(request, "opinion")
            give_opinion(
                draft=row,
                article=article,
                source=OpinionSource.PUBLIC,
                source_key=key,
                **cleaned,
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "收到了。采纳没有，公布结果的时候都会写明。")
            return redirect(row.get_public_url())
    context = {"draft": row, "article": article, "form": form, "consent": consent}
    return render(request, "decisions/opinions/opinion.html", context)


def _article(row: Draft, asked: str) -> Article | None:
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return Article.objects.filter(version__draft=row, pk=int(asked)).first()
