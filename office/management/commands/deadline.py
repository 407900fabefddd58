"""``deadline --rule case_answer_county --start 2026-11-30 [--json]`` and ``--list``.

``deadline --list --markdown > docs/deadlines.md`` writes the table of the rules.
"""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser

from office.calendar.models.deadlines import DeadlineRule
from office.calendar.services.deadlines import Deadline, count_deadline, find_rule
from office.calendar.sheets import draw_rules, span_of
from office.text.errors import ServiceError


class Command(BaseCommand):
    help = "按规则推算期限，并说明怎么算的。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rule", help="规则名，例如 case_answer_county")
        parser.add_argument("--start", help="起算日，例如 2026-11-30")
        parser.add_argument("--list", action="store_true", help="列出所有规则和依据")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--markdown", action="store_true", help="输出文档里的表")

    def handle(self, **options: object) -> None:
        if options["markdown"]:
            self.stdout.write(draw_rules(), ending="")
            return
        if options["list"]:
            self._list(as_json=bool(options["json"]))
            return
        if not options["rule"] or not options["start"]:
            raise CommandError("请写 --rule 和 --start，或者用 --list 看有哪些规则。")
        try:
            start = date.fromisoformat(str(options["start"]))
        except ValueError as error:
            raise CommandError("--start 要写成 2026-11-30 这样的日期。") from error
        try:
            counted = count_deadline(find_rule(str(options["rule"]), start), start)
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self._say(counted, as_json=bool(options["json"]))

    def _say(self, counted: Deadline, *, as_json: bool) -> None:
        if as_json:
            text = {
                **_rule_of(counted.rule),
                "due": counted.due.isoformat(),
                "calendar": str(counted.basis),
                "sentence": counted.sentence,
            }
            self.stdout.write(json.dumps(text, ensure_ascii=False))
            return
        self.stdout.write(f"{counted.due.isoformat()}\n{counted.sentence}")

    def _list(self, *, as_json: bool) -> None:
        rules = DeadlineRule.objects.order_by("name", "version")
        if as_json:
            rows = [
                {
                    **_rule_of(rule),
                    "label": rule.label,
                    "start_event": rule.start_event,
                    "source": rule.source,
                    "valid_from": rule.valid_from.isoformat(),
                    "valid_until": rule.valid_until and rule.valid_until.isoformat(),
                }
                for rule in rules
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for rule in rules:
            self.stdout.write(
                f"{rule.name}\t第 {rule.version} 版\t{rule.label}\t"
                f"{rule.start_event}{span_of(rule)}\t{rule.source}"
            )


def _rule_of(rule: DeadlineRule) -> dict:
    return {
        "rule": rule.name,
        "version": rule.version,
        "unit": rule.unit,
        "amount": rule.amount,
        "counts_start_day": rule.counts_start_day,
        "holiday_shift": rule.holiday_shift,
    }
