"""``import_divisions FILE``: prints the plan; ``--apply`` applies it."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from office.places.services.divisions import import_divisions, plan_import, read_rows
from office.text.errors import ServiceError


class Command(BaseCommand):
    help = "导入行政区划。先说会怎样，加 --apply 才写入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="写入")
        parser.add_argument("--dry-run", action="store_true", help="只看不写（默认）")

    def handle(self, **options: object) -> None:
        path = Path(str(options["file"]))
        try:
            plan = plan_import(read_rows(path.read_bytes()))
            self.stdout.write(plan.summary)
            for place in plan.added[:10]:
                self.stdout.write(f"  新增 {place.full_name}")
            if not options["apply"] or options["dry_run"]:
                self.stdout.write("这是试算，没有写入。确认后加 --apply。")
                return
            count = import_divisions(plan=plan, by=None)
        except OSError as error:
            raise CommandError(f"打不开文件 {path}。") from error
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"写入 {count} 个。")
