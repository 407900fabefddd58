"""Hot topics of many messages: time and memory, in a separate process.

That process imports this file, so nothing here may need Django's models.
"""

import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date

from bench.report import Line
from rollups.topics.rules.topics import Message, hot_topics

MOST_SECONDS, MOST_MIB = 60, 1024


def topic_lines(messages: list[tuple[str, str]]) -> list[Line]:
    """``messages`` are pairs of place and text."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        seconds, used, found = pool.submit(_group, messages).result()
    note = f"{len(messages)} messages, {found} topics"
    return [
        Line("hot topics, s", seconds, MOST_SECONDS, note=note),
        Line("hot topics, MiB", used, MOST_MIB),
    ]


def _group(messages: list[tuple[str, str]]) -> tuple[float, float, int]:
    """Seconds, peak memory in MiB, and the number of topics."""
    day = date(2026, 10, 1)
    rows = [
        Message(n, text, place, day, (n,)) for n, (place, text) in enumerate(messages)
    ]
    start = time.monotonic()
    found = hot_topics(rows, most=60)
    took = time.monotonic() - start
    return took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(found)
