"""``load_demo``: the demonstration county into an empty portal."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from demo.load import is_empty, load_demo
from office.text.errors import ServiceError
from office.web.demo_progress import hide_step, show_step


class Command(BaseCommand):
    help = "把演示县载入空库。人和事都是编的，每段文字都标“示例”。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="库里已有数据时不做，也不算错"
        )

    def handle(self, **options: object) -> None:
        if options["if_empty"] and not is_empty():
            self.stdout.write("库里已有数据，不载入演示县。")
            return
        try:
            told = load_demo(on_step=self._show)
        except ServiceError as error:
            raise CommandError(str(error)) from error
        finally:
            hide_step()
        self.stdout.write(f"演示县已载入：{told} 件社情民意。")

    def _show(self, number: int, total: int, name: str) -> None:
        show_step(number, total)
        self.stdout.write(f"示例数据正在装入（第 {number} 步，共 {total} 步）：{name}")
