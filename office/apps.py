from django.apps import AppConfig
from django.db.models.signals import post_migrate


def load_reference_data(**_: object) -> None:
    from office.calendar.services.reference import load_reference

    load_reference()


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = "机关办公"

    def ready(self) -> None:
        # The one signal of our own: docs/adr/0008. Logins are told by those of the libraries.
        post_migrate.connect(load_reference_data, sender=self)
        _hand_in_audit_words()
        from office.people.services.login_audit import connect

        connect()


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
