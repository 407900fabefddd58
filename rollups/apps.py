from django.apps import AppConfig


class RollupsConfig(AppConfig):
    name = "rollups"
    verbose_name = "月汇总"

    def ready(self) -> None:
        from office.web.work_queue import register
        from rollups.reports.worklist import WAITING

        register(WAITING)
