"""``import_outline FILE --source …``: the county's outline for the map of stations."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from office.places.services.outlines import import_outlines, read_outlines
from office.text.errors import ServiceError


class Command(BaseCommand):
    help = "导入区划轮廓（GeoJSON，WGS 84），画联络站的位置图用。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="来源，写在图下")
        parser.add_argument("--approval", default="", help="审图号，写在图下")

    def handle(self, **options: object) -> None:
        path = Path(str(options["file"]))
        try:
            count = import_outlines(
                outlines=read_outlines(path.read_bytes()),
                source=str(options["source"]),
                approval=str(options["approval"]),
                by=None,
            )
        except OSError as error:
            raise CommandError(f"打不开文件 {path}。") from error
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"写入 {count} 个轮廓。")
