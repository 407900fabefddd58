"""联系选民日: when a station receives, who is on the rota, who came."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from deputies.contact.enums import (
    CheckInSource,
    DayState,
    DutyState,
    LeaveRequestKind,
    Nth,
    RhythmKind,
    Weekday,
)
from deputies.contact.querysets import (
    ContactDayQuerySet,
    LeaveRequestQuerySet,
    RosterDutyQuerySet,
)
from deputies.register.models import Deputy, Mandate
from deputies.stations.models import LiaisonStation
from office.calendar.enums import HolidayShift

# Day, place and names are made known three days before.
ANNOUNCE_DAYS = 3
USUAL_HOURS = "9:00—11:30"


class ContactRhythm(models.Model):
    """What is different at one station. A station without a row keeps the 5th."""

    station = models.OneToOneField(
        LiaisonStation, models.PROTECT, related_name="rhythm", verbose_name="联络站"
    )
    kind = models.CharField(
        "多久一次", max_length=16, choices=RhythmKind, default=RhythmKind.MONTH_DAY
    )
    nth = models.SmallIntegerField("第几个", choices=Nth, null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(
        "星期几", choices=Weekday, null=True, blank=True
    )
    every = models.PositiveSmallIntegerField(
        "每几周",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    begins_on = models.DateField("从哪天算起", null=True, blank=True)
    shift = models.CharField(
        "遇节假日", max_length=8, choices=HolidayShift, default=HolidayShift.NEXT
    )
    hours = models.CharField("时间", max_length=40, default=USUAL_HOURS)
    reason = models.CharField("原因", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "接待日安排"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=RhythmKind.MONTH_WEEKDAY)
                | Q(nth__isnull=False, weekday__isnull=False),
                name="deputies_rhythm_month_weekday_is_whole",
                violation_error_message="请选第几个星期几。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RhythmKind.WEEKS)
                | Q(
                    every__gte=1,
                    every__lte=8,
                    weekday__isnull=False,
                    begins_on__isnull=False,
                ),
                name="deputies_rhythm_weeks_is_whole",
                violation_error_message="请选每几周的星期几，从哪天算起。",
            ),
        ]

    def __str__(self):
        return f"{self.station}：{self.said}"

    @property
    def said(self) -> str:
        """As a resident would say it: 每月第二个星期三."""
        if self.kind == RhythmKind.MONTH_WEEKDAY:
            return f"每月{self.get_nth_display()}{self.get_weekday_display()}"
        if self.kind == RhythmKind.WEEKS:
            often = "每周" if self.every == 1 else f"每 {self.every} 周的"
            return f"{often}{self.get_weekday_display()}"
        return "每月 5 日"


class ContactDay(models.Model):
    """One contact day of one station: ``day`` is when, ``original_day`` what it counts for."""

    station = models.ForeignKey(
        LiaisonStation,
        models.PROTECT,
        related_name="contact_days",
        verbose_name="联络站",
    )
    day = models.DateField("接待日")
    original_day = models.DateField("原定日")
    place = models.CharField("地点", max_length=120)
    hours = models.CharField("时间", max_length=40)
    state = models.CharField(
        "状态", max_length=10, choices=DayState, default=DayState.DRAFT
    )
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="公布人",
    )

    objects = ContactDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待日"
        ordering = ["day", "station"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "original_day"], name="deputies_contact_day_once"
            ),
            models.CheckConstraint(
                condition=Q(state=DayState.DRAFT, published_at__isnull=True)
                | (~Q(state=DayState.DRAFT) & Q(published_at__isnull=False)),
                name="deputies_contact_day_published_has_time",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="deputies_contact_day_by_day")]

    def __str__(self):
        return f"{self.station} {self.day:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("deputies:contact_day", args=[self.pk])

    @property
    def announce_by(self):
        """The last day on which publishing is in time."""
        return self.day - timedelta(days=ANNOUNCE_DAYS)

    @property
    def days_late(self) -> int:
        """How many days after ``announce_by`` it was published, or still is not."""
        at = timezone.localdate(self.published_at) if self.published_at else None
        return max(((at or timezone.localdate()) - self.announce_by).days, 0)


class RosterDuty(models.Model):
    """One deputy on one rota: due, excused with a reason, or came and how we know."""

    contact_day = models.ForeignKey(
        ContactDay, models.CASCADE, related_name="duties", verbose_name="接待日"
    )
    # Repeated from the contact day: nobody is due at two places on one day.
    day = models.DateField("接待日")
    deputy = models.ForeignKey(
        Deputy, models.PROTECT, related_name="duties", verbose_name="代表"
    )
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="duties", verbose_name="代表资格"
    )
    state = models.CharField(
        "状态", max_length=8, choices=DutyState, default=DutyState.DUE
    )
    reason = models.CharField("请假理由", max_length=200, blank=True)
    source = models.CharField(
        "怎么报到的", max_length=8, choices=CheckInSource, blank=True
    )
    checked_in_at = models.DateTimeField("报到时间", null=True, blank=True)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="记录人",
    )
    note = models.CharField("说明", max_length=200, blank=True)

    objects = RosterDutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "排班"
        ordering = ["contact_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact_day", "deputy"], name="deputies_duty_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["deputy", "day"],
                condition=~Q(state=DutyState.EXCUSED),
                name="deputies_duty_at_one_place",
                violation_error_message="这位代表当天已经排在别处。",
            ),
            models.CheckConstraint(
                condition=~Q(state=DutyState.EXCUSED) | ~Q(reason=""),
                name="deputies_duty_excused_has_reason",
                violation_error_message="请假要写明理由。",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=DutyState.CAME, checked_in_at__isnull=False) & ~Q(source="")
                )
                | (~Q(state=DutyState.CAME) & Q(source="", checked_in_at__isnull=True)),
                name="deputies_duty_came_has_source",
                violation_error_message="报到要写明来源。",
            ),
        ]

    def __str__(self):
        return f"{self.deputy}：{self.contact_day}"


class LeaveRequest(models.Model):
    """A deputy asks to be excused, or to let ``other`` come instead."""

    duty = models.ForeignKey(
        RosterDuty, models.CASCADE, related_name="asks", verbose_name="排班"
    )
    kind = models.CharField("申请", max_length=8, choices=LeaveRequestKind)
    other = models.ForeignKey(
        Mandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="换给谁",
    )
    reason = models.CharField("理由", max_length=200)
    asked_at = models.DateTimeField("申请时间", auto_now_add=True)
    granted = models.BooleanField("同意", null=True)
    answer = models.CharField("答复", max_length=200, blank=True)
    decided_at = models.DateTimeField("批复时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批复人",
    )

    objects = LeaveRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "请假换班"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(granted__isnull=True),
                name="deputies_ask_one_open",
                violation_error_message="已经申请过，正在等批复。",
            ),
            models.CheckConstraint(
                condition=Q(kind=LeaveRequestKind.SWAP, other__isnull=False)
                | Q(kind=LeaveRequestKind.LEAVE, other__isnull=True),
                name="deputies_ask_swap_names_the_other",
                violation_error_message="换班要写明换给谁。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.duty}"
