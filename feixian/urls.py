"""The URLs of all apps. Printed addresses never change (docs/urls.md)."""

from django.urls import include, path
from django_prometheus import exports

from feixian.health import healthz
from office.admin.site import site
from office.web.access import public

metrics = public(exports.ExportToDjangoView)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # The reverse proxy limits /metrics to local requests (deploy/Caddyfile).
    path("metrics", metrics, name="metrics"),
    path("admin/", site.urls),
    path("", include("office.urls")),
    path("", include("portal.urls")),
    path("", include("deputies.urls")),
    path("", include("cases.urls")),
    path("", include("ballots.urls")),
    path("", include("rollups.urls")),
    path("", include("decisions.urls")),
]
