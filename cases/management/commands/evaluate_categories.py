"""Prints the accuracy of the category model: five-fold, or on a held-back file."""

from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from sklearn.metrics import confusion_matrix, f1_score

from cases.categories.models import Category
from cases.categories.services.training import FOLDS, Lesson
from cases.loop.services.examples import UnreadableFile, examples_of_file
from cases.management.commands.train_categories import (
    add_file_arguments,
    read_lesson,
)

FIRST = 3


class Command(BaseCommand):
    help = "打印类别建议的宏平均 F1 和混淆表：五折交叉验证，或者用另一个文件检验。"

    def add_arguments(self, parser):
        add_file_arguments(parser)
        parser.add_argument("--held-back", type=Path, help="没有学过的带标签 CSV")
        parser.add_argument("--seed", type=int, default=0, help="怎样分成五份")

    def handle(self, *args, **options):
        lesson, sources = read_lesson(options)
        if options["held_back"]:
            real, ranked = self._held_back(lesson, options["held_back"])
            how = f"检验 {options['held_back'].name}"
        else:
            real, ranked = self._folds(lesson, options["seed"])
            how = f"{FOLDS} 折交叉验证"
        self.stdout.write(f"{how}：{len(lesson.examples)} 件（{sources}）。")
        self._print(real, ranked, lesson.codes)

    def _folds(self, lesson: Lesson, seed: int) -> tuple[list[str], list[list[str]]]:
        likely = lesson.cross_validate(seed=seed)
        return lesson.labels, [
            [lesson.codes[n] for n in row.argsort()[::-1]] for row in likely
        ]

    def _held_back(
        self, lesson: Lesson, path: Path
    ) -> tuple[list[str], list[list[str]]]:
        """By the exported model, as used by the form."""
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
        model = lesson.train(at=timezone.localtime())
        ranked = [[code for code, _ in model.shares(e.title, e.text)] for e in rows]
        return [e.code for e in rows], ranked

    def _print(
        self, real: Sequence[str], ranked: Sequence[Sequence[str]], codes: Sequence[str]
    ):
        """``told`` holds all codes for each example, most probable first."""
        names = dict(Category.objects.values_list("code", "name"))
        first = [row[0] for row in ranked]
        each = f1_score(real, first, labels=codes, average=None, zero_division=0)
        occurring = [f1 for code, f1 in zip(codes, each, strict=True) if code in real]
        among = sum(one in row[:FIRST] for one, row in zip(real, ranked, strict=True))
        self.stdout.write(f"宏平均 F1：{sum(occurring) / len(occurring):.4f}")
        self.stdout.write(f"前三个里有正确的：{among / len(real):.2%}")
        self.stdout.write("混淆表（行是实际，列是建议，顺序相同）：")
        table = confusion_matrix(real, first, labels=codes)
        for code, row, f1 in zip(codes, table, each, strict=True):
            counts = "".join(f"{count:6}" for count in row)
            self.stdout.write(f"{counts}   F1 {f1:.3f}  {names[code]}")
