"""One case on the desk of units, stations and deputies."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.loop.actions.actions import ACTIONS, REVEALED
from cases.loop.models.cases import Case
from cases.loop.page.case_links import facts_of, links_for
from cases.loop.page.clock import clock_of
from cases.loop.page.step import Reader
from cases.loop.page.timeline import timeline_of
from cases.loop.permissions import can_open_desk
from cases.loop.services.consent import said_of
from office.text.masking import mask_name, mask_phone
from office.text.secrecy import unseal
from office.web.access import needs


@needs(can_open_desk)
@require_safe
def desk_case(request, pk: int):
    case = get_object_or_404(Case.objects.visible_to(request.user).for_page(), pk=pk)
    today = timezone.localdate()
    main = case.merged_into or case
    person = case.submitter
    revealed = request.session.pop(REVEALED, "")
    context = {
        "revealed": unseal(revealed) if revealed else "",
        "case": case,
        "main": main,
        "clock": clock_of(main, today=today),
        "timeline": timeline_of(main, reader=Reader.STAFF, today=today),
        "actions": ACTIONS.open_to(request.user, case),
        "name": mask_name(person.name) or "匿名",
        "publication": said_of(person),
        "phone": mask_phone(person.phone) or "没有留",
        **facts_of(case),
        "case_links": links_for(request.user, case),
        "followers": Case.objects.filter(merged_into=case).order_by("pk")[:50],
    }
    return render(request, "cases/loop/case.html", context)
