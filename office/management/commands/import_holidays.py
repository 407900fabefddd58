"""``import_holidays FILE…``: State Council days off; ``--apply`` writes them."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from office.calendar.services.holidays import import_holidays, plan_holidays
from office.text.errors import ServiceError


class Command(BaseCommand):
    help = "导入国务院放假安排（JSON）。先说会怎样，加 --apply 才写入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+")
        parser.add_argument("--apply", action="store_true", help="写入")
        parser.add_argument("--dry-run", action="store_true", help="只看不写（默认）")

    def handle(self, **options: object) -> None:
        apply = bool(options["apply"]) and not options["dry_run"]
        for path in options["files"]:  # type: ignore[attr-defined]
            self._import(path, apply=apply)
        if not apply:
            self.stdout.write("这是试算，没有写入。确认后加 --apply。")

    def _import(self, path: Path, *, apply: bool) -> None:
        try:
            plan = plan_holidays(path.read_bytes())
            self.stdout.write(plan.summary)
            if apply and import_holidays(plan=plan, by=None):
                self.stdout.write("已写入，没办完的期限会重新计算。")
        except OSError as error:
            raise CommandError(f"打不开文件 {path.name}。") from error
        except ServiceError as error:
            raise CommandError(f"{path.name}：{error}") from error
