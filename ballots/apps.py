from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "ballots"
    verbose_name = "票决"

    def ready(self) -> None:
        _hand_in_audit_words()
        from ballots.conduct.worklist import WORK_QUEUES
        from office.web.work_queue import register

        register(WORK_QUEUES)
        _watch_what_is_shown()


def _watch_what_is_shown() -> None:
    from ballots import models
    from office.web.cache_versions import never_shown

    # A hall full of people writes these at once; what is shown is the result.
    never_shown(models.Box, models.BoxShard, models.PaperEntry, models.BallotPaper)


def _hand_in_audit_words() -> None:
    from ballots.papers import enums as papers
    from ballots.setup import enums as setup
    from office.audit.enums import register_audit_actions

    parts = (
        setup,
        papers,
    )
    register_audit_actions(*(part.AUDIT_ACTIONS for part in parts))
