"""Taking in: drafts that wait for their last form, and a file of thousands."""

import time
from importlib import import_module

from django.conf import settings

from bench.samples import make_samples
from cases.imports.services.imports import run_import, stage_import
from office.models import Division, User

WHO = {"phone": "13805390000", "consent": "on", "may_publish": "on", "name": "示例"}


def draft_sessions(number: int) -> list[str]:
    """Sessions of residents who have written what and where, and only send it off now."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    village = Division.objects.filter(level="village").earliest("pk")
    made = []
    for at, sample in zip(range(number), _repeat(make_samples()), strict=False):
        session = store()
        session["draft"] = {
            "key": f"bench{time.monotonic_ns()}-{at}",
            "files": [],
            "station": "s0",
            "what": {"text": sample["text"], "division": village.pk, "place": ""},
        }
        session.create()
        made.append(session.session_key)
    return made


def _repeat(samples):
    while True:
        yield from samples


def import_rates(number: int) -> tuple[float, float]:
    """Rows a second of the run alone, and of reading, dry run and run together."""
    lines = ["时间,地点,内容,姓名,电话"]
    for at, sample in zip(range(number), _repeat(make_samples()), strict=False):
        place = f"第{at % 12}镇第{at % 34}村"
        phone = f"138{at:08d}"
        lines.append(
            f"2026-01-{at % 28 + 1:02d},{place},{sample['text']}{at},示例,{phone}"
        )
    data = "\n".join(lines).encode()
    start = time.perf_counter()
    batch = stage_import(name="bench.csv", data=data, by=User.objects.first())
    staged = time.perf_counter()
    run_import(batch=batch)
    end = time.perf_counter()
    taken = batch.rows.filter(case__isnull=False).count()
    if taken != number:
        raise RuntimeError(f"{taken} of {number} rows were taken in")
    return number / (end - staged), number / (end - start)
