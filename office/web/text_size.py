"""Text size: 大字 or 标准字, chosen by the reader and stored in a cookie."""

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from office.web.access import public

SIZE_COOKIE = "size"
A_YEAR = 365 * 24 * 3600


@public
@require_GET
def size(request):
    back = request.GET.get("back", "/")
    # Without its slash a word would be taken for the name of a view.
    here = back.startswith("/")
    if not here or not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = "large" if request.GET.get("to") == "large" else "normal"
    response.set_cookie(
        SIZE_COOKIE,
        chosen,
        max_age=A_YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    response["Cache-Control"] = "no-store"
    return response
