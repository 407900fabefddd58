from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "民主决策"

    def ready(self) -> None:
        _hand_in_work_lists()
        _take_results()


def _hand_in_work_lists() -> None:
    from cases.loop.page.case_links import offer
    from decisions.budget import worklist as of_budget
    from decisions.opinions import worklist as of_opinions
    from decisions.projects import worklist as of_projects
    from decisions.projects.page.case_links import project_offers
    from office.web.work_queue import register

    for part in (of_projects, of_budget, of_opinions):
        register(part.WAITING)
    offer(project_offers)


def _take_results() -> None:
    """What an announced ballot sets off, in every process that may announce one."""
    from ballots.record.services import register_outcome
    from ballots.rules.enums import Purpose
    from decisions.projects.services.ballots import take_result

    for purpose in (Purpose.LIVELIHOOD, Purpose.INVESTMENT):
        register_outcome(purpose, take_result)
