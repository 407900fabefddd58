"""Print how well categories are told: five-fold, or on a file the model never saw."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.categories.models import Category
from cases.categories.services.metrics import Metrics, measure
from cases.categories.services.training import FOLDS, Lesson
from cases.loop.services.examples import UnreadableFile, examples_of_file
from cases.management.commands.train_categories import (
    add_file_arguments,
    read_lesson,
)


class Command(BaseCommand):
    help = "打印类别建议的宏平均 F1 和混淆表：五折交叉验证，或者用另一个文件检验。"

    def add_arguments(self, parser):
        add_file_arguments(parser)
        parser.add_argument("--held-back", type=Path, help="没有学过的带标签 CSV")
        parser.add_argument("--seed", type=int, default=0, help="怎样分成五份")

    def handle(self, *args, **options):
        lesson, sources = read_lesson(options)
        if options["held_back"]:
            data = self._held_back(lesson, options["held_back"])
            how = f"检验 {options['held_back'].name}"
        else:
            data = self._folds(lesson, options["seed"])
            how = f"{FOLDS} 折交叉验证"
        self.stdout.write(f"{how}：{len(lesson.examples)} 件（{sources}）。")
        self._print(data)

    def _folds(self, lesson: Lesson, seed: int) -> Metrics:
        scores = lesson.cross_validate(seed=seed)
        told = [[lesson.codes[n] for n in row.argsort()[::-1]] for row in scores]
        return measure([e.code for e in lesson.examples], told, lesson.codes)

    def _held_back(self, lesson: Lesson, path: Path) -> Metrics:
        try:
            rows = examples_of_file(path)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        known = {(e.title, e.text) for e in lesson.examples}
        rows = [
            e for e in rows if e.code in lesson.codes and (e.title, e.text) not in known
        ]
        if not rows:
            raise CommandError("这个文件里没有可以检验的行。")
        model = lesson.train(at=timezone.localtime(), sharpness=1.0)
        told = [[code for code, _ in model.shares(e.title, e.text)] for e in rows]
        return measure([e.code for e in rows], told, lesson.codes)

    def _print(self, data: Metrics):
        names = dict(Category.objects.values_list("code", "name"))
        self.stdout.write(f"宏平均 F1：{data.macro_f1:.4f}")
        self.stdout.write(f"前三个里有正确的：{data.first_three:.2%}")
        self.stdout.write("混淆表（行是实际，列是建议，顺序相同）：")
        for at, code in enumerate(data.codes):
            counts = "".join(f"{count:6}" for count in data.confused[at])
            self.stdout.write(f"{counts}   F1 {data.f1(at):.3f}  {names[code]}")
