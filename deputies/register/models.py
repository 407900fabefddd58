"""代表、选区和联络站. Nothing of an older term is overwritten: all hangs on the term."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.register.enums import DeputyKind, EndCause, Gender, Level, MandateStatus
from deputies.register.querysets import (
    DeputyQuerySet,
    MandateQuerySet,
    TermQuerySet,
)
from office.models import Division, Unit

# A constituency of a term that is over is what people were elected in; it is not redrawn.
PAST_TERM_STAYS = """
    IF EXISTS (
        SELECT 1 FROM deputies_term
        WHERE id = OLD.term_id AND NOT is_current AND ends_on IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'constituencies of a past term stay';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class Term(models.Model):
    """届 of one level's congress. A new term is a new row beside the old one."""

    level = models.CharField("层级", max_length=8, choices=Level)
    number = models.PositiveSmallIntegerField("届次")
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    is_current = models.BooleanField("本届", default=False)
    basis = models.CharField("依据文件", max_length=120, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "届"
        ordering = ["level", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "number"], name="deputies_term_number_once"
            ),
            models.UniqueConstraint(
                fields=["level"],
                condition=Q(is_current=True),
                name="deputies_term_one_current_a_level",
                violation_error_message="同一层级只能有一个本届。",
            ),
            models.UniqueConstraint(
                fields=["level"],
                condition=Q(is_current=False, ends_on__isnull=True),
                name="deputies_term_one_in_preparation_a_level",
                violation_error_message="同一层级只能筹备一届。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="deputies_term_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.get_level_display()}第 {self.number} 届"

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("deputies:term", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and not self.is_current

    @property
    def is_in_preparation(self) -> bool:
        return self.ends_on is None and not self.is_current

    @property
    def state(self) -> str:
        if self.is_current:
            return "本届"
        return "往届" if self.is_over else "筹备中"


class Constituency(models.Model):
    """选区 of one term. It may be villages, or units (选举法 第二十五条), or both."""

    term = models.ForeignKey(
        Term, models.PROTECT, related_name="constituencies", verbose_name="届"
    )
    level = models.CharField("层级", max_length=8, choices=Level)
    town = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="constituencies",
        verbose_name="所在乡镇街道",
    )
    number = models.PositiveSmallIntegerField("编号")
    name = models.CharField("名称", max_length=80)
    seats = models.PositiveSmallIntegerField("应选名额")
    population = models.PositiveIntegerField("人口", null=True, blank=True)
    villages = models.ManyToManyField(
        Division, blank=True, related_name="in_constituencies", verbose_name="村居"
    )
    units = models.ManyToManyField(
        Unit, blank=True, related_name="in_constituencies", verbose_name="单位"
    )

    class Meta:
        verbose_name = verbose_name_plural = "选区"
        ordering = ["level", "town", "number"]
        constraints = [
            models.CheckConstraint(
                # 选举法 第二十五条: one to three deputies a constituency.
                condition=Q(seats__gte=1, seats__lte=3),
                name="deputies_constituency_one_to_three_seats",
                violation_error_message="每个选区应选代表一名至三名（选举法第二十五条）。",
            ),
            models.UniqueConstraint(
                fields=["term", "number"],
                condition=Q(level=Level.COUNTY),
                name="deputies_county_constituency_number_once",
            ),
            models.UniqueConstraint(
                fields=["term", "town", "number"],
                condition=Q(level=Level.TOWN),
                name="deputies_town_constituency_number_once",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stays_in_its_term", fields=["term", "level"]),
            pgtrigger.Trigger(
                name="past_terms_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=PAST_TERM_STAYS,
            ),
        ]

    def __str__(self):
        return f"{self.get_level_display()}第 {self.number} 选区：{self.name}"

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)


class Deputy(models.Model):
    """A person who is or was a deputy. What they were elected to is in ``mandates``.

    Only what the law lets be shown is kept (代表法 第五十八条): no phone,
    no ID number, no address; a birth month, not a birthday.
    """

    code = models.SlugField("代码", max_length=12, unique=True)
    name = models.CharField("姓名", max_length=40)
    gender = models.CharField("性别", max_length=8, choices=Gender)
    ethnicity = models.CharField("民族", max_length=12, default="汉族")
    born = models.CharField("出生年月", max_length=7, blank=True)
    occupation = models.CharField("单位职务", max_length=80, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputy",
        verbose_name="账号",
    )

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表"
        ordering = ["code"]

    def __str__(self):
        return self.name

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)


class Mandate(models.Model):
    """A deputy's seat: level, term, constituency. One may sit for county and town."""

    deputy = models.ForeignKey(
        Deputy, models.PROTECT, related_name="mandates", verbose_name="代表"
    )
    term = models.ForeignKey(
        Term, models.PROTECT, related_name="mandates", verbose_name="届"
    )
    level = models.CharField("层级", max_length=8, choices=Level)
    constituency = models.ForeignKey(
        Constituency, models.PROTECT, related_name="mandates", verbose_name="选区"
    )
    status = models.CharField(
        "状态", max_length=10, choices=MandateStatus, default=MandateStatus.ELECTED
    )
    scored_as = models.CharField(
        "评价类型",
        max_length=12,
        choices=DeputyKind,
        default=DeputyKind.GRASSROOTS,
    )
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    end_cause = models.CharField(
        "终止原因", max_length=16, choices=EndCause, blank=True
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表资格"
        ordering = ["level", "constituency", "pk"]
        constraints = [
            # 选举法 第四十八条: not twice in areas that are not one above the other.
            models.UniqueConstraint(
                fields=["deputy", "term"],
                condition=~Q(status=MandateStatus.ENDED),
                name="deputies_mandate_once_a_term",
                violation_error_message="该代表在本届已有代表资格。",
            ),
            models.CheckConstraint(
                condition=(Q(status=MandateStatus.ENDED) & ~Q(end_cause=""))
                | (~Q(status=MandateStatus.ENDED) & Q(end_cause="")),
                name="deputies_mandate_ended_has_cause",
                violation_error_message="终止代表资格必须写明法定事由。",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="steps_of_the_law",
                field="status",
                transitions=[
                    (MandateStatus.ELECTED, MandateStatus.VALID),
                    (MandateStatus.ELECTED, MandateStatus.ENDED),
                    (MandateStatus.VALID, MandateStatus.SUSPENDED),
                    (MandateStatus.VALID, MandateStatus.ENDED),
                    (MandateStatus.SUSPENDED, MandateStatus.VALID),
                    (MandateStatus.SUSPENDED, MandateStatus.ENDED),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.deputy}（{self.constituency}）"

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("deputies:mandate", args=[self.pk])

    @property
    def absences(self) -> int:
        """Sessions of this term missed without leave (代表法 第六十二条第一款第三项)."""
        return self.attendances.unapproved().count()
