"""检举通道: a door of its own, straight behind the wall."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from cases.forms.public import AccuseForm
from cases.services import screening
from cases.views.codes import qr_of
from cases.views.submit import remember
from office.access import public
from office.errors import ServiceError

RECEIPT = "accusation"


@public
@never_cache
def accuse(request):
    form = AccuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accusation = screening.submit_accusation(**form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            remember(request, accusation.tracking_code)
            request.session[RECEIPT] = accusation.tracking_code
            return redirect("cases:accuse_receipt")
    return render(request, "cases/public/accuse.html", {"form": form})


@public
@never_cache
def accuse_receipt(request):
    code = request.session.get(RECEIPT)
    if not code:
        return redirect("cases:accuse")
    context = {"code": f"{code[:4]}-{code[4:]}", "qr": qr_of(request, f"/c/{code}")}
    return render(request, "cases/public/accuse_receipt.html", context)
