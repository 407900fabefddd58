"""Print the diagram of a case's states: ``manage.py case_states > docs/case-states.md``."""

from django.core.management.base import BaseCommand

from cases.loop.page.states import draw_states


class Command(BaseCommand):
    help = "打印意见的状态图（Markdown）。"

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(draw_states(), ending="")
