from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "ballots"
    verbose_name = "票决"

    def ready(self) -> None:
        from ballots.conduct.worklist import WAITING
        from office.web.work_queue import register

        register(WAITING)
