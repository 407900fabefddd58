"""Recipients of notices about a draft: informants, and authors of opinions."""

from django.utils import timezone

from decisions.opinions.enums import Outcome
from decisions.opinions.models import Draft, Informant
from office.calendar.services.deadlines import cn_date
from office.notices.services.outbox import notify


def notify_informants(draft: Draft) -> None:
    """Those active at open points who left a phone."""
    until = cn_date(timezone.localdate(draft.closes_at))
    rows = Informant.objects.filter(until=None, point__closed_on=None)
    for row in rows.order_by("pk"):
        if row.phone:
            notify(
                key=f"draft:{draft.pk}:i{row.pk}",
                kind="draft_news",
                title="有法规草案征求意见",
                text=f"{draft.title}征求意见，{until}截止。",
                url=draft.get_public_url(),
                phone=row.phone,
            )


def notify_of_outcome(draft: Draft) -> None:
    """Once each, with the outcome of their own opinion or of the one merged into."""
    rows = draft.opinions.select_related("by", "merged_into", "article", "informant")
    for row in rows.order_by("pk"):
        main = row.merged_into or row
        phone = row.phone or (row.informant.phone if row.informant else "")
        if row.by is None and not phone:
            continue
        text = Outcome(main.outcome).label
        why = f"：{main.reason}" if main.reason else "。"
        notify(
            key=f"opinion:{row.pk}",
            kind="draft_news",
            title="您提的意见有了结果",
            text=f"您对{draft.title}（{row.where}）的意见{text}{why}"[:500],
            url=draft.get_public_url(),
            user=row.by,
            phone=phone,
        )
