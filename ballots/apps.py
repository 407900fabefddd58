from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "ballots"
    verbose_name = "票决"

    def ready(self) -> None:
        _hand_in_audit_words()
        from office.web.cache_versions import never_shown

        # What becomes of it is shown by rows of other apps.
        never_shown(self.label)
        from ballots.conduct.worklist import WORK_QUEUES
        from office.web.work_queue import register

        register(WORK_QUEUES)


def _hand_in_audit_words() -> None:
    from ballots.papers import enums as papers
    from ballots.setup import enums as setup
    from office.audit.enums import register_audit_actions

    parts = (
        setup,
        papers,
    )
    register_audit_actions(*(part.AUDIT_ACTIONS for part in parts))
