"""``manage.py rollup --from 2019-01 --to 2019-12``: roll months up, one line each."""

from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rollups.counting.errors import RollUpError
from rollups.counting.models import RollUp
from rollups.months.services import roll_up_missing, roll_up_month


class Command(BaseCommand):
    help = "社情民意月汇总：补汇总漏掉的月份，或者汇总指定的月份。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=_month, help="2019-01")
        parser.add_argument("--to", dest="last", type=_month, help="2019-12")

    def handle(self, *, first: date | None, last: date | None, **_: Any) -> None:
        today = timezone.localdate()
        if first is None and last is None:
            self.stdout.write(f"补了 {roll_up_missing(today=today)} 个月。")
            return
        month = first or last or today
        last = last or month
        if last < month:
            raise CommandError("--to 不能早于 --from。")
        while month <= last:
            try:
                self._print(roll_up_month(month=month, today=today))
            except RollUpError as error:
                raise CommandError(f"{month:%Y-%m}：{error}") from error
            month += relativedelta(months=1)

    def _print(self, rollup: RollUp) -> None:
        total = rollup.rows.of_county().totals().get()
        self.stdout.write(
            f"{rollup.month:%Y-%m}  收到 {total.received}  答复 {total.answered}"
            f"  办结 {total.closed}  月底未答复 {total.waiting}（超期 {total.overdue}）"
            f"  热点 {rollup.topics.count()}  月报 {rollup.reports.count()}"
        )


def _month(text: str) -> date:
    return datetime.strptime(text, "%Y-%m").date()
