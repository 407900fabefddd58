"""``who_could --on 2026-05-01 [--role handler] [--unit 费县水利局] [--user NAME]``."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from office.people.enums import Role
from office.people.services.accounts import who_could


class Command(BaseCommand):
    help = "那一天，谁有什么权限。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", required=True, help="日期，例如 2026-05-01")
        parser.add_argument("--role", choices=Role.values, default="")
        parser.add_argument("--unit", default="")
        parser.add_argument("--user", default="")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: object) -> None:
        try:
            day = datetime.strptime(str(options["on"]), "%Y-%m-%d").date()
        except ValueError as error:
            raise CommandError("--on 要写成 2026-05-01 这样的日期。") from error
        # The end of that day, so that posts granted during the day are included.
        at = timezone.make_aware(datetime.combine(day, time.max))
        posts = who_could(
            on=at,
            role=str(options["role"]),
            unit=str(options["unit"]),
            user=str(options["user"]),
        )
        if options["json"]:
            rows = [asdict(post) for post in posts]
            text = json.dumps(rows, ensure_ascii=False, default=datetime.isoformat)
            self.stdout.write(text)
            return
        for post in posts:
            since = timezone.localtime(post.started_at)
            until = timezone.localtime(post.ended_at) if post.ended_at else None
            ended = f"{until:%Y-%m-%d}" if until else "现在"
            self.stdout.write(
                f"{post.unit}\t{post.role_label}\t{post.name}（{post.username}）\t"
                f"{since:%Y-%m-%d} 至 {ended}"
            )
