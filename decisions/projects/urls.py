"""政府投资项目、民生实事项目: public below ``/decisions/``, staff below ``/desk/``."""

from django.urls import path

from decisions.projects.views import desk, programmes, proposals, public

urlpatterns = [
    path("decisions/", public.home, name="home"),
    path("decisions/projects/", public.projects, name="projects"),
    path("decisions/projects/<slug:code>", public.project, name="project"),
    path(
        "decisions/projects/<slug:code>/files/<int:pk>",
        public.project_file,
        name="project_file",
    ),
    path("decisions/propose", public.propose_new, name="propose"),
    path("decisions/years/<slug:kind>/<int:year>", public.year, name="year"),
    path("desk/projects/", desk.projects, name="desk_projects"),
    path("desk/projects/<int:pk>", desk.project, name="desk_project"),
    path("desk/projects/<int:pk>/<slug:name>", desk.project_act, name="project_act"),
    path(
        "desk/project-changes/<int:pk>/<slug:name>", desk.change_act, name="change_act"
    ),
    path("desk/project-visits/<int:pk>/answer", desk.visit_answer, name="visit_answer"),
    path(
        "desk/project-visits/<int:pk>/release",
        desk.visit_release,
        name="visit_release",
    ),
    path("desk/programmes/", programmes.programme_list, name="programmes"),
    path("desk/programmes/new", programmes.programme_new, name="programme_new"),
    path("desk/programmes/<int:pk>", programmes.programme, name="programme"),
    path(
        "desk/programmes/<int:pk>/pick",
        programmes.programme_selection,
        name="programme_selection",
    ),
    path(
        "desk/programmes/<int:pk>/import",
        programmes.programme_import,
        name="programme_import",
    ),
    path(
        "desk/programmes/<int:pk>/<slug:name>",
        programmes.programme_act,
        name="programme_act",
    ),
    path("desk/proposals/", proposals.proposals, name="proposals"),
    path("desk/proposals/new", proposals.proposal_new, name="proposal_new"),
    path("desk/proposals/case/<int:pk>", proposals.case_propose, name="case_propose"),
    path("desk/proposals/<int:pk>", proposals.proposal, name="proposal"),
    path(
        "desk/proposals/<int:pk>/<slug:name>",
        proposals.proposal_act,
        name="proposal_act",
    ),
]
