from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "民主决策"

    def ready(self) -> None:
        _hand_in_audit_words()
        _hand_in_kinds()
        _hand_in_work_lists()
        _take_results()
        _hand_in_personal_data()


def _hand_in_work_lists() -> None:
    from cases.loop.page.case_links import add_links
    from decisions.budget import worklist as of_budget
    from decisions.opinions import worklist as of_opinions
    from decisions.projects import worklist as of_projects
    from decisions.projects.page.case_links import project_links
    from office.web.work_queue import register

    for part in (of_projects, of_budget, of_opinions):
        register(part.WORK_QUEUES)
    add_links(project_links)


def _take_results() -> None:
    """What an announced ballot sets off, in every process that may announce one."""
    from ballots.record.services import register_outcome, register_repeat
    from ballots.rules.enums import Purpose
    from decisions.projects.services.ballots import take_result, vote_again

    for purpose in (Purpose.LIVELIHOOD, Purpose.INVESTMENT):
        register_outcome(purpose, take_result)
        register_repeat(purpose, vote_again)


def _hand_in_audit_words() -> None:
    from decisions.budget import enums as budget
    from decisions.opinions import enums as opinions
    from decisions.projects import enums as projects
    from decisions.sittings import enums as sittings
    from office.audit.enums import register_audit_actions

    parts = (
        projects,
        opinions,
        sittings,
        budget,
    )
    register_audit_actions(*(part.AUDIT_ACTIONS for part in parts))


def _hand_in_kinds() -> None:
    from cases.loop.enums import register_news
    from decisions.projects.enums import CaseNews

    register_news(CaseNews)


def _hand_in_personal_data() -> None:
    from decisions.opinions import personal_data as opinions
    from decisions.projects import personal_data as projects
    from office.text.personal_data import register_personal_data

    for part in (opinions, projects):
        register_personal_data(*part.ROWS)
