from django.apps import AppConfig
from django.db.models.signals import post_migrate


def load_reference_data(**_: object) -> None:
    from office.calendar.services.reference import load_reference

    load_reference()


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = "机关办公"

    def ready(self) -> None:
        # Reference data after every migrate and flush: docs/adr/0008.
        post_migrate.connect(load_reference_data, sender=self)
        _watch_what_is_shown()
        _hand_in_audit_words()
        _hand_in_personal_data()
        _hand_in_public_phones()
        # The libraries announce logins by signals.
        from office.people.services.login_audit import connect

        connect()


def _hand_in_public_phones() -> None:
    from office.text.masking import register_public_numbers
    from office.units.services import public_phones

    register_public_numbers(public_phones)


def _watch_what_is_shown() -> None:
    from django.db.backends.signals import connection_created

    from office import models
    from office.web.cache_versions import held_in_memory, never_shown, watch_writes

    connection_created.connect(watch_writes)
    never_shown("admin", "auth", "contenttypes", "sessions", "axes", "account", "mfa")
    never_shown(models.AuditEntry, models.Notice, models.Delivery)
    never_shown(models.Reminded, models.ReminderOff)
    # Who has an account is not shown; an attachment never changes, its case's row does.
    never_shown(models.User, models.RoleGrant, models.Attachment)
    held_in_memory(models.Division, models.Outline, models.Unit, models.DeadlineRule)


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


def _hand_in_personal_data() -> None:
    from office.notices import personal_data as notices
    from office.text.personal_data import register_personal_data

    register_personal_data(*notices.ROWS)
