"""Count a ballot anew from its public files; the same file does it without the portal."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ballots.tally.rules import TallyError, as_text, tally_files


class Command(BaseCommand):
    help = "按公开的选票和规则重新计票。"

    def add_arguments(self, parser):
        parser.add_argument("ballots", type=Path, metavar="BALLOTS.csv")
        parser.add_argument("--rule", type=Path, required=True, metavar="RULE.json")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args, **options):
        try:
            sheet = tally_files(options["ballots"], options["rule"])
        except TallyError as error:
            raise CommandError(str(error), returncode=2) from error
        data = json.dumps(sheet.as_json(), ensure_ascii=False, indent=1)
        self.stdout.write(data if options["json"] else as_text(sheet))
