"""One address of the portal whose view fails, for the test of what is written then."""

from django.urls import path

from office.web.access import public


@public
def fail(request, code: str):
    raise RuntimeError("something of ours broke")


urlpatterns = [path("c/<str:code>", fail)]
