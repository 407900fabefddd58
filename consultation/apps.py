from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "consultation"
    verbose_name = "民主协商"

    def ready(self) -> None:
        # Says to the workbench and the desk what of the roll-up waits for whom.
        from consultation import waiting  # noqa: F401
