"""民主决策. Built on `cases`; knows nothing of the other three."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "民主决策"

    def ready(self):
        """What an announced ballot sets off, in every process that may announce one."""
        from ballots.record.services import register_outcome
        from ballots.rules.enums import Purpose
        from decisions.projects.services.ballots import take_result

        for purpose in (Purpose.LIVELIHOOD, Purpose.INVESTMENT):
            register_outcome(purpose, take_result)
