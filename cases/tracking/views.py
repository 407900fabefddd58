"""查进度: a code and a second factor; then the resident's own page."""

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from cases.accusations.models import Accusation
from cases.accusations.services import accusing
from cases.intake.page import qr_of
from cases.intake.views.submission import remember
from cases.loop.enums import CaseStatus
from cases.loop.models.answers import Rating
from cases.loop.models.cases import Case
from cases.loop.page.clock import clock_of
from cases.loop.page.step import Reader
from cases.loop.page.timeline import timeline_of
from cases.loop.querysets import history
from cases.loop.services import building, consent, handling, intake, rating
from cases.tracking.forms import (
    ConsentForm,
    FactorForm,
    RateForm,
    SupplementForm,
    TrackForm,
    WithdrawForm,
)
from office.files.services import take_in_file
from office.models import User
from office.text.errors import ServiceError
from office.web.access import public
from office.web.address import network_of
from office.web.forms import sent
from office.web.throttle import allow

# One message for every failure: it must not reveal which codes exist.
WRONG = "查询码或者口令不对。请对着查询单再看一遍；忘了口令，可以打联络站电话查。"
# Many phones share one carrier IP address; a code belongs to one person.
TRIES_A_CODE, TRIES_AN_ADDRESS, WINDOW = 5, 60, 15 * 60


def may_try(request, code: str) -> bool:
    """Whether this code and this IP address are within the rate limit.

    False without Redis.
    """
    keys = [(f"track@{network_of(request)}", TRIES_AN_ADDRESS)]
    if code:
        keys.append((f"track:{code}", TRIES_A_CODE))
    try:
        # An address past its limit counts no more tries of a code: it could shut others' codes.
        return all(allow(key, limit=limit, window=WINDOW) for key, limit in keys)
    except RedisError:
        return False


def prove(request, code: str, factor: str) -> bool:
    """Check the factor of ``code``; on success store the code in the session."""
    found = intake.find_by_code(code=code, factor=factor)
    accusation = accusing.find_accusation(code=code, factor=factor)
    if found is None and accusation is None:
        return False
    remember(request, building.normal_code(code))
    return True


@public
@never_cache
def track(request):
    initial = {"code": request.GET.get("code", "")[:40]}
    form = TrackForm(sent(request)[0], initial=initial)
    if request.method == "POST" and form.is_valid():
        code = building.normal_code(form.cleaned_data["code"])
        if not may_try(request, code):
            return render(request, "429.html", status=429)
        factor = form.cleaned_data["factor"]
        if prove(request, code, factor):
            return redirect("cases:track_case", code)
        if accusing.find_former(code=code, factor=factor):
            return render(request, "cases/tracking/moved.html")
        form.add_error(None, WRONG)
    return render(request, "cases/tracking/track.html", {"form": form})


@public
@never_cache
def track_case(request, code: str):
    """The page behind the QR code of a slip; asks for the factor unless it was given."""
    normal = building.normal_code(code)
    if normal and normal in request.session.get("proved", []):
        return _own_page(request, normal)
    form = FactorForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        if not may_try(request, normal):
            return render(request, "429.html", status=429)
        factor = form.cleaned_data["factor"]
        if prove(request, normal, factor):
            return redirect("cases:track_case", normal)
        if accusing.find_former(code=normal, factor=factor):
            return render(request, "cases/tracking/moved.html")
        form.add_error(None, WRONG)
    return render(
        request, "cases/tracking/track_factor.html", {"form": form, "code": code}
    )


def _own_page(request, code: str):
    case = own_case(code)
    if case is None:
        return _accusation_page(request, code)
    main = case.merged_into or case
    today = timezone.localdate()
    context = {
        "case": case,
        "main": main,
        "clock": clock_of(main, today=today, own=True),
        "timeline": timeline_of(main, reader=_reader(case, main), today=today),
        "rate_form": RateForm() if may_rate(case, main) else None,
        "publication": consent.said_of(case.submitter),
        "entered_by": staff_of(request),
        "may_withdraw": case.can_move_to(CaseStatus.WITHDRAWN),
        "may_supplement": case.status != CaseStatus.WITHDRAWN,
        "qr": qr_of(request, case.get_track_url()),
    }
    return render(request, "cases/tracking/own.html", context)


def _reader(case: Case, main: Case) -> Reader:
    """A submitter who joined a case sees its timeline as the public does."""
    return Reader.RESIDENT if case.pk == main.pk else Reader.PUBLIC


def own_case(code: str) -> Case | None:
    """The case of a code, and the one it was merged into, with what the page needs."""
    with_all = Case.objects.select_related("holder", "station", "division__parent")
    case = with_all.select_related("submitter").filter(tracking_code=code).first()
    if case and case.merged_into_id:
        case.merged_into = with_all.get(pk=case.merged_into_id)
    if case:
        prefetch_related_objects([case.merged_into or case], *history())
    return case


def may_rate(case: Case, main: Case) -> bool:
    """Whether there is an answer that this submitter has not rated."""
    answered = [r for r in main.rounds.all() if r.answered_at]
    if not answered or main.status not in (CaseStatus.ANSWERED, CaseStatus.CLOSED):
        return False
    last = max(answered, key=lambda r: r.number)
    return not Rating.objects.filter(round=last, case=case).exists()


def _accusation_page(request, code: str):
    accusation = Accusation.objects.filter(tracking_code=code).first()
    if accusation is None:
        # The case went behind the wall after this browser had shown its factor.
        return render(request, "cases/tracking/moved.html")
    context = {"accusation": accusation, "events": accusation.events.order_by("pk")}
    return render(request, "cases/tracking/own_accusation.html", context)


def staff_of(request) -> User | None:
    """Who enters it for the resident: a member of staff who is logged in, by name."""
    return request.user if request.user.is_authenticated else None


def proved_case(request, code: str) -> Case:
    """The case whose factor was given in this session, or 404."""
    if code not in request.session.get("proved", []):
        raise Http404
    case = own_case(code)
    if case is None:
        raise Http404
    return case


@public
@never_cache
def track_rate(request, code: str):
    case = proved_case(request, code)
    form = RateForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            rating.rate_case(case=case, by=staff_of(request), **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:track_case", code)
    return render(request, "cases/tracking/own_rate.html", {"form": form, "case": case})


@public
@never_cache
def track_supplement(request, code: str):
    case = proved_case(request, code)
    form = SupplementForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            uploads = form.cleaned_data["files"]
            files = [take_in_file(upload=upload, by=None) for upload in uploads]
            handling.supplement_case(
                case=case,
                text=form.cleaned_data["text"],
                attachments=files,
                by=staff_of(request),
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:track_case", code)
    context = {"form": form, "case": case, "heading": "补充情况", "button": "提交补充"}
    return render(request, "cases/tracking/own_form.html", context)


@public
@never_cache
def track_consent(request, code: str):
    case = proved_case(request, code)
    person = case.submitter
    initial = {"may_publish": "1" if person.may_publish else ""}
    form = ConsentForm(sent(request)[0], initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            consent.answer_publication(
                case=case,
                may_publish=form.cleaned_data["may_publish"],
                by=staff_of(request),
                how="在查进度页登记" if staff_of(request) else "",
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:track_case", code)
    context = {
        "form": form,
        "case": case,
        "heading": "公开还是不公开",
        "button": "就这样",
    }
    return render(request, "cases/tracking/own_form.html", context)


@public
@never_cache
def track_withdraw(request, code: str):
    case = proved_case(request, code)
    form = WithdrawForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            intake.withdraw_case(
                case=case, reason=form.cleaned_data["reason"], by=staff_of(request)
            )
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:track_case", code)
    context = {"form": form, "case": case, "heading": "撤回这件意见", "button": "撤回"}
    return render(request, "cases/tracking/own_form.html", context)


@public
@never_cache
@require_safe
def track_print(request, code: str):
    case = proved_case(request, code)
    main = case.merged_into or case
    context = {
        "case": case,
        "main": main,
        "timeline": timeline_of(
            main, reader=_reader(case, main), today=timezone.localdate()
        ),
    }
    return render(request, "cases/tracking/own_print.html", context)
