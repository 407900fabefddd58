"""Imports files of opinions with their answers, and reconciles every row."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases.imports.services.imports import run_import, stage_import
from cases.imports.services.reconciling import Reconciliation, reconcile
from deputies.models import LiaisonStation
from office.text.errors import ServiceError


class Command(BaseCommand):
    help = (
        "导入意见文件（xlsx、csv），带答复和答复时间的一并补记。重复导入不会重复建档。"
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--station", default="", help="记到这个联络站（编号）")
        parser.add_argument(
            "--dry-run", action="store_true", help="只看每一行的结果，不写入"
        )

    def handle(self, *args, **options):
        station = self._station(options["station"])
        with transaction.atomic():
            batches = [self._stage(path, station) for path in options["files"]]
            if options["dry_run"]:
                self._print(reconcile(batches))
                transaction.set_rollback(True)
                self.stdout.write("试运行，没有写入。")
                return
        batches = [run_import(batch=batch) for batch in batches]
        self._print(reconcile(batches))

    def _station(self, code):
        if not code:
            return None
        station = LiaisonStation.objects.filter(code=code).first()
        if station is None:
            raise CommandError(f"没有编号为“{code}”的联络站。")
        return station

    def _stage(self, path, station):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"读不了 {path}：{error.strerror}。") from error
        try:
            return stage_import(name=path.name, data=data, station=station, by=None)
        except ServiceError as error:
            raise CommandError(f"{path.name}：{error}") from error

    def _print(self, sums: Reconciliation):
        write = self.stdout.write
        write(
            f"共 {sums.rows} 行 = 导入 {sums.taken} + 以前已有 {sums.known}"
            f" + 等待导入 {sums.waiting} + 有问题 {sums.refused}；"
            f"有去向 {sums.accounted} 行。"
        )
        if sums.answered:
            write(
                f"已答复 {sums.answered} 件：中位 {sums.median_days} 天，"
                f"九成在 {sums.p90_days} 天内，最长 {sums.longest_days} 天；"
                f"按规则超期 {sums.late} 件。"
            )
        if sums.by_analogy:
            write(f"其中 {sums.by_analogy} 件早于规则施行日，比照第 1 版计算。")
        for title, data in (
            ("有问题的行", sums.reasons),
            ("导入时的处理", sums.remarks),
        ):
            for reason, count in data.most_common(10):
                write(f"  {title}：{reason}（{count} 行）")
