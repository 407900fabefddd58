"""民主决策: projects, budget, drafts."""

from django.urls import include, path

app_name = "decisions"

urlpatterns = [
    path("", include("decisions.projects.urls")),
    path("", include("decisions.budget.urls")),
    path("", include("decisions.opinions.urls")),
    path("", include("decisions.sittings.urls")),
]
