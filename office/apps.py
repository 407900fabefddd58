from django.apps import AppConfig
from django.db.models.signals import post_migrate


def load_reference_data(**_: object) -> None:
    from office.calendar.services.reference import load_reference

    load_reference()


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = "机关办公"

    def ready(self) -> None:
        # The one signal of the project: docs/adr/0008.
        post_migrate.connect(load_reference_data, sender=self)
        _hand_in_audit_words()
        _hand_in_public_phones()


def _hand_in_public_phones() -> None:
    from office.text.masking import register_public_numbers
    from office.units.services import public_phones

    register_public_numbers(public_phones)


def _hand_in_audit_words() -> None:
    from office.audit.enums import register_audit_actions
    from office.calendar import enums as calendar
    from office.notices import enums as notices
    from office.people import enums as people
    from office.places import enums as places

    parts = (
        people,
        calendar,
        places,
        notices,
    )
    register_audit_actions(*(part.AUDIT_ACTIONS for part in parts))
