from django.apps import AppConfig


class RollupsConfig(AppConfig):
    name = "rollups"
    verbose_name = "月汇总"

    def ready(self) -> None:
        _hand_in_audit_words()
        from office.web.cache_versions import never_shown

        # What becomes of it is shown by rows of other apps.
        never_shown(self.label)
        _hand_in_kinds()
        from office.text.personal_data import register_personal_data
        from office.web.work_queue import register
        from rollups.reports.worklist import WORK_QUEUES
        from rollups.topics.personal_data import ROWS

        register(WORK_QUEUES)
        register_personal_data(*ROWS)
        _obey_consent()


def _obey_consent() -> None:
    from cases.loop.services.consent import on_withdrawal
    from rollups.topics.services import drop_quotes

    on_withdrawal(drop_quotes)


def _hand_in_audit_words() -> None:
    from office.audit.enums import register_audit_actions
    from rollups.months import enums as months
    from rollups.reports import enums as reports

    parts = (
        months,
        reports,
    )
    register_audit_actions(*(part.AUDIT_ACTIONS for part in parts))


def _hand_in_kinds() -> None:
    from cases.loop.enums import register_news
    from office.notices.enums.reminders import register_reminders
    from rollups.handing.enums import CaseNews, RollupReminder

    register_reminders(RollupReminder)
    register_news(CaseNews)
