"""Describes the change of a count, with a percentage only on a sufficient base."""

# Below this base a percentage would be misleading.
SMALLEST_BASE = 10


def change_of(now: int, before: int | None, than: str) -> str:
    """``比上月增加 12.5%``; on a base below ten ``比上月多 3 件``; "" without a base."""
    if before is None:
        return ""
    if now == before:
        return f"与{than}持平"
    more = now > before
    if before < SMALLEST_BASE:
        return f"比{than}{'多' if more else '少'} {abs(now - before)} 件"
    share = 100 * abs(now - before) / before
    return f"比{than}{'增加' if more else '减少'} {share:.1f}%"


def rate_of(part: int, whole: int) -> str:
    """``，占 72.5%``; "" if the whole is too small for a rate."""
    return f"，占 {100 * part / whole:.1f}%" if whole >= SMALLEST_BASE else ""
