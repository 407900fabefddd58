"""Trains the category model on the labelled file and the county's confirmed cases."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.categories.services.model import save_model
from cases.categories.services.training import Lesson, TooFewExamples
from cases.loop.services.examples import (
    UnreadableFile,
    confirmed_examples,
    examples_of_file,
    keywords_by_code,
    labelled_path,
)


def add_file_arguments(parser):
    parser.add_argument(
        "--labelled", type=Path, help="带标签的 CSV，默认用共享资料里的"
    )
    parser.add_argument("--own-only", action="store_true", help="只用本县确认过的意见")


def read_lesson(options) -> tuple[Lesson, str]:
    """The examples selected by the options, and their source in words."""
    path = options["labelled"] or labelled_path()
    use_file = not options["own_only"] and (options["labelled"] or path.exists())
    try:
        examples = examples_of_file(path) if use_file else []
        own = confirmed_examples()
        lesson = Lesson([*examples, *own], keywords=keywords_by_code())
    except (UnreadableFile, TooFewExamples) as error:
        raise CommandError(str(error)) from error
    return lesson, f"文件 {len(examples)} 件，本县确认过的 {len(own)} 件"


class Command(BaseCommand):
    help = "从带标签的文件和本县确认过的意见学习类别，模型存在 MEDIA 里。"

    def add_arguments(self, parser):
        add_file_arguments(parser)

    def handle(self, *args, **options):
        lesson, sources = read_lesson(options)
        model = lesson.train(at=timezone.localtime())
        path = save_model(model)
        self.stdout.write(
            f"学了 {model.examples} 件（{sources}），{len(model.codes)} 个类别，"
            f"版本 {model.version}，存为 {path.parent.name}/{path.name}。"
        )
