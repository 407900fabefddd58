"""代表建议 of the desk and of the public. Its steps are rows of ``actions``."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from cases.loop.models.answers import Reply
from cases.loop.models.cases import Case
from cases.suggestions import forms as form_of
from cases.suggestions.figures import figures_of_year
from cases.suggestions.models import Suggestion
from cases.suggestions.permissions import can_see_suggestions, can_write_suggestion
from cases.suggestions.services import drafts as suggesting
from cases.suggestions.sheets import reply_letter
from cases.suggestions.worklist import LISTS, lists_of, open_promises
from office.calendar.services.deadlines import load_calendar
from office.sheets.letters import DOCX
from office.text.errors import ServiceError
from office.web.access import needs, public
from office.web.key_pages import KeyPage
from office.web.page_cache import public_page


@needs(can_see_suggestions)
@require_safe
def suggestions(request):
    """What waits for this person, and all they may see; ``?show=`` opens one list."""
    user, today = request.user, timezone.localdate()
    counted = [(row, row.rows(user).count()) for row in lists_of(user)]
    shown = LISTS.get(request.GET.get("show", ""))
    if shown is None:
        shown = next((row for row, count in counted if count), LISTS["all"])
    page = KeyPage(
        shown.rows(user).for_list(),
        order=("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "counted": counted,
        "shown": shown,
        "page": page,
        "calendar": load_calendar(),
        "may_write": can_write_suggestion(user),
        "figures": figures_of_year(Suggestion.objects.visible_to(user), today.year),
        "year": today.year,
    }
    return render(request, "cases/suggestions/desk.html", context)


@needs(can_write_suggestion)
def suggestion_new(request):
    form = form_of.WordsForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        cleaned = dict(form.cleaned_data)
        try:
            new = suggesting.write_suggestion(
                lead=cleaned.pop("lead"),
                words=suggesting.Words(**cleaned),
                by=request.user,
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect(new)
    return render(request, "cases/suggestions/write.html", {"form": form})


def _draft(request, pk: int) -> Suggestion:
    rows = Suggestion.objects.visible_to(request.user).select_related("lead__deputy")
    return get_object_or_404(rows, pk=pk)


@needs(can_write_suggestion)
@require_safe
def suggestion(request, pk: int):
    """A draft as its proposers see it; once handed in, the page of the case."""
    data = _draft(request, pk)
    if data.case_id:
        return redirect(data)
    proposers = list(data.proposers.select_related("mandate__deputy"))
    own = next(
        (p for p in proposers if p.mandate.deputy.user_id == request.user.pk), None
    )
    context = {
        "suggestion": data,
        "proposers": proposers,
        "own": own,
        "join": form_of.DraftJoinForm(initial={"version": data.text_version}),
        "ask": form_of.DraftJointForm(data=data),
    }
    return render(request, "cases/suggestions/draft.html", context)


@needs(can_write_suggestion)
def suggestion_change(request, pk: int):
    data = _draft(request, pk)
    names = ("title", "text", "division", "occasion", "session", "hidden")
    initial = {name: getattr(data, name) for name in names}
    initial |= {"lead": data.lead_id, "session_closed_on": data.session_closed_on}
    form = form_of.WordsForm(request.POST or None, initial=initial, user=request.user)
    del form.fields["lead"]
    if request.method == "POST" and form.is_valid():
        try:
            suggesting.change_suggestion(
                suggestion=data,
                words=suggesting.Words(**form.cleaned_data),
                by=request.user,
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect(data)
    return render(
        request, "cases/suggestions/write.html", {"form": form, "suggestion": data}
    )


STEPS = {
    "join": (form_of.DraftJoinForm, suggesting.answer_invitation, "已答复。"),
    "ask": (form_of.DraftJointForm, suggesting.ask_proposers, "已请他们确认。"),
    "submit": (None, suggesting.submit_suggestion, "已提交。"),
}


@needs(can_write_suggestion)
@require_POST
def suggestion_step(request, pk: int, name: str):
    """Confirm, invite, hand in: the three buttons of a draft."""
    data = _draft(request, pk)
    if name not in STEPS:
        raise Http404
    form_class, service, done = STEPS[name]
    extra = {"data": data} if name == "ask" else {}
    form = form_class(request.POST, **extra) if form_class else None
    if form is not None and not form.is_valid():
        messages.error(request, "请先选好再提交。")
        return redirect(data)
    try:
        service(suggestion=data, by=request.user, **(form.cleaned_data if form else {}))
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(Suggestion.objects.get(pk=data.pk))


@needs(can_see_suggestions)
@require_safe
def suggestion_promises(request):
    """What was promised to deputies, terms before this one included."""
    rows = open_promises(request.user)
    return render(
        request,
        "cases/suggestions/promises.html",
        {"rows": rows[:200], "today": timezone.localdate()},
    )


@needs(can_see_suggestions)
@require_safe
def suggestion_print(request, pk: int):
    """The sheet with names and words, and the answer to each proposer."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    if case.kind != "suggestion":
        raise Http404
    replies = Reply.objects.filter(round__case=case, state="released")
    context = {
        "case": case,
        "suggestion": case.suggestion,
        "proposers": suggesting.confirmed(case.suggestion),
        "replies": replies.select_related("unit", "round"),
    }
    return render(request, "cases/suggestions/print.html", context)


@needs(can_see_suggestions)
@require_safe
def suggestion_letter(request, reply_pk: int, proposer_pk: int):
    """答复函 to one proposer, for whoever may see the suggestion."""
    replies = Reply.objects.filter(
        state="released",
        round__case__kind="suggestion",
        round__case__in=Case.objects.visible_to(request.user),
    )
    reply = get_object_or_404(
        replies.select_related("unit", "round__case__suggestion__lead__term"),
        pk=reply_pk,
    )
    suggestion = reply.round.case.suggestion
    proposer = get_object_or_404(
        suggestion.proposers, pk=proposer_pk, state="confirmed"
    )
    name = f"{reply.round.case.number}答复函（{proposer}）.docx"
    response = HttpResponse(reply_letter(reply, proposer), content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@public
@require_safe
@public_page("q", "after", "before")
def public_suggestions(request):
    """山东条例 第二十七条: suggestions that may be public, with text and answer."""
    words = request.GET.get("q", "").replace("\x00", "")[:50]
    cases = Case.objects.published().filter(kind="suggestion")
    if words:
        cases = cases.publicly_matching(words)
    page = KeyPage(
        cases.for_list().select_related("suggestion__lead__deputy"),
        order=("-published_at", "-id"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    year = timezone.localdate().year
    figures = figures_of_year(Suggestion.objects.submitted(), year)
    context = {"page": page, "q": words, "figures": figures, "year": year}
    return render(request, "cases/suggestions/public.html", context)
