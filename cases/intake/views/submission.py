"""提交意见: three steps without JavaScript; the input is stored in the session."""

import secrets

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.categories.models import ConsentText
from cases.intake.forms.submission import (
    MOST_FILES,
    MeTooForm,
    PhotosForm,
    WhatForm,
    WhoForm,
)
from cases.intake.page import qr_of, say_files
from cases.intake.rules import reads_like_accusation
from cases.loop.enums import IntakeChannel
from cases.loop.models.cases import Case
from cases.loop.page.clock import promised_days
from cases.loop.services import routing, screening
from cases.loop.services.building import Intake
from cases.loop.services.intake import submit_case
from cases.loop.services.reference_cache import ReferenceCache, reference_cache
from cases.loop.services.similar import similar_cases
from deputies.models import LiaisonStation
from office.calendar.services.deadlines import time_allowed
from office.files.services import take_in_file
from office.models import Attachment, Division
from office.text import cleaning
from office.text.errors import ServiceError
from office.web.access import public
from office.web.forms import sent
from office.web.throttle import slow_down

STEPS = ("什么事，在哪里", "照片", "您是谁")
DRAFT = "draft"
RECEIPT = "receipt-of"
# The button of a writer who was offered the door for accusations and stays.
AS_OPINION = "as_opinion"
# How many me-toos one network sends to one case within ten minutes.
ME_TOOS = 4


def draft_of(request) -> dict:
    """The draft of this browser; its key makes the submission idempotent."""
    draft = request.session.get(DRAFT)
    if draft is None:
        draft = {"key": secrets.token_urlsafe(16), "files": []}
        request.session[DRAFT] = draft
    return draft


def keep(request, **values) -> None:
    request.session[DRAFT] = {**draft_of(request), **values}


def station_of(
    draft: dict, known: ReferenceCache | None = None
) -> LiaisonStation | None:
    code = cleaning.clean_text(draft.get("station", ""))
    return (known or reference_cache()).station(code) if code else None


def source_key_of(draft: dict) -> str:
    return f"form:{draft['key']}"


@public
@never_cache
def case_new(request):
    """Step 1. ``?station=`` sets the station, ``?again=1`` starts a new draft."""
    if "again" in request.GET:
        settle(request)
        request.session.pop(DRAFT, None)
    if "station" in request.GET:
        keep(request, station=request.GET["station"][:12])
    draft = draft_of(request)
    station = station_of(draft)
    town = station.division.town if station else None
    form = WhatForm(sent(request)[0], initial=draft.get("what"), town=town)
    accuses = False
    if request.method == "POST" and form.is_valid():
        keep(request, what=_plain(form.cleaned_data))
        accuses = reads_like_accusation(form.cleaned_data["text"])
        if not accuses or AS_OPINION in request.POST:
            return redirect("cases:case_photos")
    context = {
        "form": form,
        "station": station,
        "steps": STEPS,
        "step": 1,
        "accuses": accuses,
    }
    return render(request, "cases/intake/submit_what.html", context)


def _plain(cleaned: dict) -> dict:
    """A form's data in serialisable form: keys instead of rows."""
    return {k: getattr(v, "pk", v) for k, v in cleaned.items() if v is not None}


@public
@never_cache
def case_photos(request):
    """Step 2: similar cases, and photos."""
    draft = draft_of(request)
    if "what" not in draft:
        return redirect("cases:case_new")
    form = PhotosForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        errors = take_in(request, form.cleaned_data["files"])
        for error in errors:
            form.add_error("files", error)
        if not errors and "more" not in request.POST:
            return redirect("cases:case_who")
    draft = draft_of(request)
    context = {
        "form": form,
        "station": station_of(draft),
        "steps": STEPS,
        "step": 2,
        "files": Attachment.objects.filter(pk__in=draft["files"]),
        "similar": _similar(draft["what"]["text"], draft["what"].get("division")),
    }
    return render(request, "cases/intake/submit_photos.html", context)


def take_in(request, uploads: list) -> list[str]:
    """Store each upload in the draft; returns the errors of the others."""
    kept, errors = list(draft_of(request)["files"]), []
    for upload in uploads:
        if len(kept) >= MOST_FILES:
            errors.append(f"最多 {MOST_FILES} 个文件，“{upload.name}”没有收下。")
            continue
        try:
            kept.append(take_in_file(upload=upload, by=None).pk)
        except ServiceError as error:
            errors.append(str(error))
    keep(request, files=kept)
    return errors


@public
@require_POST
def case_photo_drop(request, pk: int):
    kept = [n for n in draft_of(request)["files"] if n != pk]
    keep(request, files=kept)
    return redirect("cases:case_photos")


def _similar(text: str, division_pk: int | None):
    division = Division.objects.filter(pk=division_pk).first()
    return similar_cases(text, among=Case.objects.published(), division=division)


@public
@never_cache
@require_POST
def case_similar(request):
    """What is alike while somebody types: a part of the page for htmx.

    By POST: what was not sent yet stands in no address and in no log.
    """
    text = request.POST.get("text", "")[:1000]
    context = {"similar": _similar(text, None) if len(text) >= 6 else []}
    return render(request, "ui/offer.html", context)


@public
@never_cache
def case_who(request):
    """Step 3: who submits; then the case is created, once."""
    draft = draft_of(request)
    if "what" not in draft:
        # Back from the receipt, or the second request of a double click.
        twice = request.method == "POST" and RECEIPT in request.session
        return redirect("cases:receipt" if twice else "cases:case_new")
    known = reference_cache()
    form = WhoForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            case = submit_case(intake=_intake(draft, form.cleaned_data, known))
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            # What was typed stands in the case now, and nowhere else.
            request.session.pop(DRAFT, None)
            hand_out(request, case)
            return redirect("cases:receipt")
    context = {
        "form": form,
        "station": station_of(draft, known),
        "steps": STEPS,
        "step": 3,
        "consent": known.consent,
    }
    return render(request, "cases/intake/submit_who.html", context)


def _intake(draft: dict, who: dict, known: ReferenceCache) -> Intake:
    what = draft["what"]
    category = known.categories.get(what.get("category"))
    if category is None:
        category = next(
            iter(routing.rank_categories(what["text"], known.distinctive_categories)),
            None,
        )
    division = known.division(what["division"])
    if division is None:
        raise Http404
    files = draft["files"]
    return Intake(
        channel=IntakeChannel.STATION_PAGE,
        text=what["text"],
        division=division,
        place=what.get("place", ""),
        station=station_of(draft, known),
        category=category,
        at=timezone.now(),
        source_key=source_key_of(draft),
        attachments=list(Attachment.objects.filter(pk__in=files)) if files else [],
        **_person(who, known.consent),
    )


def _person(who: dict, consent: ConsentText | None) -> dict:
    return {
        "name": who["name"],
        "phone": who["phone"],
        "factor": who["factor"],
        "may_publish": who["may_publish"],
        "consent": consent,
    }


def settle(request) -> None:
    """Replace a submitted draft by its receipt."""
    if draft := request.session.get(DRAFT):
        case = Case.objects.filter(source_key=source_key_of(draft)).first()
        if case is not None:
            del request.session[DRAFT]
            hand_out(request, case)


def hand_out(request, case: Case) -> None:
    request.session[RECEIPT] = case.pk
    remember(request, case.tracking_code)


def remember(request, code: str) -> None:
    """Record in the session that the code's second factor was given."""
    known = [c for c in request.session.get("proved", []) if c != code]
    request.session["proved"] = [*known[-19:], code]


@public
@never_cache
@require_safe
def receipt(request):
    settle(request)
    cases = Case.objects.select_related("submitter")
    case = cases.filter(pk=request.session.get(RECEIPT)).first()
    if case is None:
        return redirect("cases:track")
    screened, handed_over = promised_days(case)
    received = timezone.localdate(case.received_at)
    person = case.submitter
    context = {
        "case": case,
        "screened": screened,
        "handed_over": handed_over,
        "screen_allowed": time_allowed("case_screen", received),
        "kept": {"factor": person.factor_hint, "last": person.phone[-4:]},
        "qr": qr_of(request, case.get_track_url()),
        "files_said": say_files(case),
    }
    return render(request, "cases/intake/receipt.html", context)


@public
@never_cache
def case_me_too(request, pk: int):
    """我也是: join a published case, with an own code and an own answer."""
    main = get_object_or_404(Case.objects.published().joinable(), pk=pk)
    consent = reference_cache().consent
    form = MeTooForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        cleaned = _same_said(request, main, form.cleaned_data, consent)
        try:
            # More from one network within minutes are hardly more people.
            slow_down(request, f"me_too:{main.pk}", limit=ME_TOOS)
            case = screening.submit_me_too(main=main, intake=cleaned)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            hand_out(request, case)
            return redirect("cases:receipt")
    context = {"form": form, "case": main, "consent": consent}
    return render(request, "cases/intake/me_too.html", context)


def _same_said(request, main: Case, who: dict, consent: ConsentText | None) -> Intake:
    key = request.session.setdefault(f"me-too:{main.pk}", secrets.token_urlsafe(16))
    return Intake(
        channel=IntakeChannel.STATION_PAGE,
        text=who["words"] or f"我也遇到同样的事（{main.number}）。",
        division=main.division,
        station=main.station,
        at=timezone.now(),
        source_key=f"me-too:{key}",
        **_person(who, consent),
    )


@public
@require_safe
def privacy(request):
    context = {
        "consents": ConsentText.objects.all(),
        "submit": reverse("cases:case_new"),
    }
    return render(request, "cases/intake/privacy.html", context)
