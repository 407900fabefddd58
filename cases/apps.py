from django.apps import AppConfig
from django.db.models.signals import post_migrate


def load_reference_data(**_: object) -> None:
    from cases.categories.services.reference import load_reference

    load_reference()


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "社情民意"

    def ready(self) -> None:
        # Reference data is loaded after every migrate and flush: docs/adr/0008.
        post_migrate.connect(load_reference_data, sender=self)
        _hand_in_audit_words()
        _hand_in_kinds()
        _join_parts()
        _hand_in_personal_data()
        _watch_what_is_shown()


def _watch_what_is_shown() -> None:
    from cases import models
    from office.web.cache_versions import held_in_memory, never_shown, shown_later

    held_in_memory(models.Category, models.Competence, models.ConsentText)
    never_shown(models.NumberSeries)
    never_shown(models.Accusation, models.AccusationEvent, models.AccusationFile)
    never_shown(models.ImportBatch, models.ImportRow)
    # What comes in is published by a later step, if its submitter agrees.
    shown_later(models.Case, models.Submitter)


def _join_parts() -> None:
    """Registers the other parts with the loop, so that the loop imports none of them."""
    from cases.accusations.actions import ACTIONS as OF_ACCUSATIONS
    from cases.intake.actions import ACTIONS as OF_INTAKE
    from cases.intake.page import about_accusation
    from cases.loop.actions.actions import ACTIONS
    from cases.loop.enums import CaseKind
    from cases.loop.page.case_links import add_facts
    from cases.loop.services.kinds import register_kind
    from cases.loop.worklist import workbench_lists
    from cases.suggestions.actions import ACTIONS as OF_SUGGESTIONS
    from cases.suggestions.page import about_suggestion
    from cases.suggestions.services.kind import SuggestionRules
    from office.web.work_queue import register

    ACTIONS.add(*OF_ACCUSATIONS, *OF_INTAKE, *OF_SUGGESTIONS)
    register_kind(CaseKind.SUGGESTION, SuggestionRules())
    add_facts(about_suggestion)
    add_facts(about_accusation)
    register(workbench_lists())


def _hand_in_audit_words() -> None:
    from cases.accusations import enums as accusations
    from cases.imports import enums as imports
    from cases.intake import enums as intake
    from cases.loop import enums as loop
    from cases.retention import enums as retention
    from office.audit.enums import register_audit_actions

    parts = (
        accusations,
        loop,
        retention,
        imports,
        intake,
    )
    register_audit_actions(*(part.AUDIT_ACTIONS for part in parts))


def _hand_in_kinds() -> None:
    from cases.loop.enums import CaseReminder
    from office.notices.enums.reminders import register_reminders

    register_reminders(CaseReminder)


def _hand_in_personal_data() -> None:
    from cases.accusations import personal_data as accusations
    from cases.imports import personal_data as imports
    from cases.loop import personal_data as loop
    from cases.receptions import personal_data as receptions
    from office.text.personal_data import register_personal_data

    for part in (accusations, imports, receptions, loop):
        register_personal_data(*part.ROWS)
