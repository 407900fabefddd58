from django.apps import AppConfig
from django.db.models.signals import post_migrate


def load_reference_data(**_: object) -> None:
    from cases.categories.services.reference import load_reference

    load_reference()


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "社情民意"

    def ready(self) -> None:
        # Reference data after every migrate and flush: docs/adr/0008.
        post_migrate.connect(load_reference_data, sender=self)
