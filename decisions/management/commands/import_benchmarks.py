"""Imports projects published by other places, and reports inconsistent numbers."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from decisions.projects.services.benchmarks import read_benchmarks, write_benchmarks
from office.text.errors import ServiceError


class Command(BaseCommand):
    help = "导入外地公布的民生实事项目（csv）；对不上的行和合计照实说，不改。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, help="csv 文件")
        parser.add_argument("--dry-run", action="store_true", help="只看，不写")

    def handle(self, *args, files, dry_run, **options):
        for file in files:
            try:
                found = read_benchmarks(file.read_bytes())
            except OSError as error:
                raise CommandError(f"读不了：{file.name}。") from error
            except ServiceError as error:
                raise CommandError(f"{file.name}：{error}") from error
            for data in (*found.refused, *found.doubts):
                self.stderr.write(f"{file.name} {data}")
            new = 0 if dry_run else write_benchmarks(found.rows)
            self.stdout.write(
                f"{file.name}：{len(found.rows)} 行，新写 {new} 行，"
                f"存疑 {len(found.doubts)} 行，读不了 {len(found.refused)} 行"
            )
