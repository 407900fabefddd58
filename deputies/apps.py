from django.apps import AppConfig


class DeputiesConfig(AppConfig):
    name = "deputies"
    verbose_name = "民主选举"

    def ready(self) -> None:
        _hand_in_audit_words()
        _hand_in_kinds()
        _hand_in_public_phones()
        _watch_what_is_shown()


def _hand_in_public_phones() -> None:
    from deputies.stations.services import public_phones
    from office.text.masking import register_public_numbers

    register_public_numbers(public_phones)


def _watch_what_is_shown() -> None:
    from deputies.stations.models import LiaisonStation
    from office.web.cache_versions import held_in_memory

    held_in_memory(LiaisonStation)


def _hand_in_audit_words() -> None:
    from deputies.assemblies import enums as assemblies
    from deputies.chat_groups import enums as chat_groups
    from deputies.committee import enums as committee
    from deputies.contact import enums as contact
    from deputies.elections import enums as elections
    from deputies.groups import enums as groups
    from deputies.mandates import enums as mandates
    from deputies.performance import enums as performance
    from deputies.register import enums as register
    from deputies.stations import enums as stations
    from deputies.terms import enums as terms
    from office.audit.enums import register_audit_actions

    parts = (
        register,
        terms,
        elections,
        mandates,
        assemblies,
        committee,
        stations,
        groups,
        chat_groups,
        contact,
        performance,
    )
    register_audit_actions(*(part.AUDIT_ACTIONS for part in parts))


def _hand_in_kinds() -> None:
    from deputies.contact.enums import ContactReminder
    from office.notices.enums.reminders import register_reminders

    register_reminders(ContactReminder)
