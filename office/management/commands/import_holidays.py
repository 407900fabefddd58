"""``import_holidays FILE…``: State Council days off; ``--apply`` writes them."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from office.models import CalendarDay
from office.services.calendar import change_calendar


class Command(BaseCommand):
    help = "导入国务院放假安排（JSON）。先说会怎样，加 --apply 才写入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+")
        parser.add_argument("--apply", action="store_true")

    def handle(self, **options: object) -> None:
        for path in options["files"]:  # type: ignore[attr-defined]
            self._import(path, apply=bool(options["apply"]))

    def _import(self, path: Path, *, apply: bool) -> None:
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            year = int(said["year"])
            days = {
                date.fromisoformat(row["date"]): (not row["isOffDay"], row["name"])
                for row in said["days"]
            }
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{path.name} 不是放假安排的 JSON。") from error
        # A weekend that is off, or a weekday that is worked, is nothing special.
        special = {d: v for d, v in days.items() if v[0] != (d.weekday() < 5)}
        if not days:
            self.stdout.write(f"{year}年还没有公布，仍按周末和固定节日推算。")
            return
        known = dict(CalendarDay.objects.values_list("day", "is_workday"))
        new = {d: v for d, v in special.items() if known.get(d) != v[0]}
        stale = [
            d for d in known if d.year == year and d not in special
        ]
        self.stdout.write(f"{year}年：新增或更改 {len(new)} 天，去掉 {len(stale)} 天。")
        if not apply:
            self.stdout.write("这是试算，没有写入。确认后加 --apply。")
            return
        source = "；".join(said.get("papers") or []) or "国务院办公厅放假通知"
        change_calendar(
            days=new,
            removed=stale,
            published_years={year: source[:200]},
            note=f"导入{year}年放假安排",
            by=None,
        )
