"""One month's roll-up: who counted it, its rows, and what many spoke of."""

from calendar import monthrange
from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.models import Case, Category
from deputies.models import LiaisonStation
from office.models import Division
from rollups.counting.enums import Dimension, Step
from rollups.counting.querysets import RollUpRowQuerySet

# What an approved report says never changes under it. Asked once a statement: a count
# writes thousands of rows.
FROZEN = """
    IF EXISTS (
        SELECT FROM changed_rows AS row
        JOIN rollups_rollup AS month ON month.id = row.rollup_id
        WHERE month.frozen_at IS NOT NULL{but}
    ) THEN
        RAISE EXCEPTION 'the numbers of an approved month are frozen';
    END IF;
    RETURN NULL;
"""

# 信访工作条例 第三十条: the words of a topic go when a case of it goes behind the wall; its
# numbers stay as they were approved.
WORDS_EMPTIED = """ AND NOT EXISTS (
            SELECT FROM new_rows AS emptied
            JOIN rollups_topiccase AS member ON member.topic_id = emptied.id
            JOIN cases_case AS walled ON walled.id = member.case_id
            WHERE emptied.id = row.id AND walled.status = 'walled'
            AND emptied.quotes = '[]' AND emptied.remark = '' AND emptied.heading = ''
            AND to_jsonb(emptied) - '{quotes,remark,heading,title,centre}'::text[]
                = to_jsonb(row) - '{quotes,remark,heading,title,centre}'::text[]
        )"""


def frozen_triggers(*, but_update: str = "") -> list[pgtrigger.Trigger]:
    """No row of an approved month comes, changes or goes, ``but_update`` in SQL aside."""
    seen = {
        "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="changed_rows")),
        "update": (
            pgtrigger.Update,
            pgtrigger.Referencing(old="changed_rows", new="new_rows"),
        ),
        "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="changed_rows")),
    }
    return [
        pgtrigger.Trigger(
            name=f"frozen_refuses_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=FROZEN.replace("{but}", but_update if name == "update" else ""),
        )
        for name, (operation, referencing) in seen.items()
    ]


class RollUp(models.Model):
    """社情民意月收集、分析: the county's month, counted once and frozen by approval.

    ``month`` is its first day. ``done`` tells which of the steps are finished: whoever
    runs next goes on after them.
    """

    month = models.DateField("月份", unique=True)
    done = models.PositiveSmallIntegerField("完成的步骤", default=0)
    started_at = models.DateTimeField("开始", null=True, blank=True)
    counted_at = models.DateTimeField("完成", null=True, blank=True)
    frozen_at = models.DateTimeField("锁定", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "月汇总"
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="rollups_rollup_month_is_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=len(Step)),
                name="rollups_rollup_steps_known",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | Q(counted_at__isnull=False),
                name="rollups_rollup_frozen_was_counted",
            ),
        ]

    def __str__(self):
        return f"{self.month.year}年{self.month.month}月"

    @property
    def is_counted(self) -> bool:
        return self.done == len(Step)

    @property
    def next_step(self) -> Step | None:
        return None if self.is_counted else list(Step)[self.done]

    @property
    def last_day(self) -> date:
        return self.month.replace(day=monthrange(self.month.year, self.month.month)[1])


class RollUpRow(models.Model):
    """The counts of one area by one thing. No town and no station: the whole county.

    ``received`` came in during the month, ``answered``, ``closed`` and ``rated`` happened
    in it; ``waiting`` and ``overdue`` are as it ended, ``carried`` of these are older than
    the month. Suggestions of deputies and accusations are in none of them.
    """

    rollup = models.ForeignKey(
        RollUp, models.CASCADE, related_name="rows", verbose_name="月汇总"
    )
    town = models.ForeignKey(
        Division, models.PROTECT, null=True, related_name="+", verbose_name="镇街"
    )
    station = models.ForeignKey(
        LiaisonStation, models.PROTECT, null=True, related_name="+", verbose_name="站"
    )
    dimension = models.CharField("分组", max_length=8, choices=Dimension)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name="类别"
    )
    place = models.ForeignKey(
        Division, models.PROTECT, null=True, related_name="+", verbose_name="地点"
    )
    channel = models.CharField("来源", max_length=16, blank=True)
    received = models.PositiveIntegerField("收到")
    answered = models.PositiveIntegerField("答复")
    answered_on_time = models.PositiveIntegerField("按期答复")
    answer_days = models.PositiveIntegerField("答复共用天数")
    median_days = models.DecimalField(
        "答复天数中位数", max_digits=7, decimal_places=1, null=True
    )
    closed = models.PositiveIntegerField("办结")
    solved = models.PositiveIntegerField("已解决")
    rated = models.PositiveIntegerField("评价")
    content = models.PositiveIntegerField("满意")
    not_solved = models.PositiveIntegerField("没有解决")
    waiting = models.PositiveIntegerField("月底未答复")
    overdue = models.PositiveIntegerField("月底超期")
    carried = models.PositiveIntegerField("上月以前未答复")

    objects = RollUpRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "汇总数"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "rollup",
                    "dimension",
                    "town",
                    "station",
                    "category",
                    "place",
                    "channel",
                ],
                nulls_distinct=False,
                name="rollups_rollup_row_once",
            ),
            models.CheckConstraint(
                condition=Q(town__isnull=True) | Q(station__isnull=True),
                name="rollups_rollup_row_of_one_area",
            ),
        ]
        triggers = frozen_triggers()

    def __str__(self):
        return f"{self.rollup} {self.station or self.town or '全县'}"


class HotTopic(models.Model):
    """热点: what several spoke of in the month, as rollups/topics/rules/topics.py grouped it.

    ``title`` is the machine's; what the office writes stands beside it in ``heading``.
    ``centre`` compares it with the topics of the next month.
    """

    rollup = models.ForeignKey(
        RollUp, models.CASCADE, related_name="topics", verbose_name="月汇总"
    )
    title = models.CharField("标题", max_length=60)
    heading = models.CharField("改过的标题", max_length=60, blank=True)
    remark = models.TextField("说明", blank=True, max_length=1000)
    count = models.PositiveIntegerField("件数")
    people = models.PositiveIntegerField("人数")
    first_day = models.DateField("最早")
    last_day = models.DateField("最晚")
    quotes = models.JSONField("原话（已掩码）", default=list)
    centre = models.JSONField("特征", default=dict)
    continues = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="continued_by",
        verbose_name="上月的热点",
    )
    is_left_out = models.BooleanField("不写进月报", default=False)
    cases = models.ManyToManyField(
        Case, through="TopicCase", related_name="topics", verbose_name="意见"
    )

    class Meta:
        verbose_name = verbose_name_plural = "热点"
        ordering = ["-people", "-count", "pk"]
        triggers = frozen_triggers(but_update=WORDS_EMPTIED)

    def __str__(self):
        return self.heading or self.title

    @property
    def is_edited(self) -> bool:
        return bool(self.heading or self.remark or self.is_left_out)


class TopicCase(models.Model):
    """One of the messages a topic is made of, and the town it came from."""

    topic = models.ForeignKey(HotTopic, models.CASCADE, related_name="members")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    town = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "热点里的意见"
        ordering = ["case"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "case"], name="rollups_topic_case_once"
            ),
        ]
        indexes = [
            # A town's report: the topics its own people spoke of.
            models.Index(fields=["town", "topic"], name="rollups_topic_of_town"),
        ]

    def __str__(self):
        return f"{self.topic}：{self.case_id}"
