"""Prints the topics of a period's cases."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.loop.enums import CaseKind
from cases.models import Case
from rollups.topics.rules.topics import Message, Topic, hot_topics


class Command(BaseCommand):
    help = "列出一段时间里的热点：同一件事的意见归在一起。"

    def add_arguments(self, parser):
        day = datetime.date.fromisoformat
        parser.add_argument("--from", dest="first", type=day, required=True)
        parser.add_argument("--to", dest="last", type=day, required=True)
        parser.add_argument("--most", type=int, default=10, help="最多列几个")

    def handle(self, *args, **options):
        if options["first"] > options["last"]:
            raise CommandError("开始日期晚于结束日期。")
        messages = self._messages(options["first"], options["last"])
        topics = hot_topics(messages, most=options["most"])
        self.stdout.write(f"意见 {len(messages)} 件，热点 {len(topics)} 个。")
        for at, topic in enumerate(topics, start=1):
            self._print(at, topic)

    def _messages(self, first, last):
        rows = Case.objects.filter(
            kind=CaseKind.OPINION,
            received_at__date__gte=first,
            received_at__date__lte=last,
        ).values_list(
            "pk",
            "title",
            "text",
            "received_at",
            "division__name",
            "submitter__phone_hash",
        )
        return [
            Message(pk, f"{title}\n{text}", place, timezone.localdate(at), (who or pk,))
            for pk, title, text, at, place, who in rows
        ]

    def _print(self, at: int, topic: Topic):
        places = "、".join(f"{name}（{count}）" for name, count in topic.places[:3])
        self.stdout.write(
            f"{at}. {topic.title}：{topic.count} 件，{topic.people} 人，"
            f"{topic.first_day:%Y-%m-%d} 至 {topic.last_day:%Y-%m-%d}，{places}"
        )
        for quote in topic.quotes:
            self.stdout.write(f"   “{quote}”")
