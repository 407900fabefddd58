"""What people are asked about before it is decided, article by article where it has articles."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models import ConsentText
from decisions.opinions.enums import (
    DRAFT_MOVES,
    ArticleChange,
    DraftKind,
    DraftState,
    DraftVerb,
    OpinionSource,
    Outcome,
    PointKind,
)
from decisions.opinions.querysets import DraftQuerySet, OpinionQuerySet
from decisions.opinions.rules import in_words
from office.audit.models.ledger import LedgerModel
from office.models import Attachment, Division
from office.text.secrecy import SealedTextField


def _by(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=name,
    )


class CollectionPoint(models.Model):
    kind = models.CharField("类别", max_length=10, choices=PointKind)
    name = models.CharField("名称", max_length=60, unique=True)
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="+", verbose_name="所在区划"
    )
    place = models.CharField("地点", max_length=100, blank=True)
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "立法联系点、采集点"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="decisions_point_closes_after_it_opens",
            )
        ]

    def __str__(self):
        return self.name


class Informant(models.Model):
    """信息员. The phone is sealed and shown on no page; it is how the answer reaches them."""

    point = models.ForeignKey(
        CollectionPoint, models.PROTECT, related_name="informants", verbose_name="点"
    )
    name = models.CharField("姓名", max_length=40)
    profession = models.CharField("行业", max_length=40)
    phone = SealedTextField("手机", blank=True, default="")
    since = models.DateField("聘任日期")
    until = models.DateField("解聘日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "信息员"
        ordering = ["point", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "name"],
                condition=Q(until__isnull=True),
                name="decisions_informant_once_a_point",
                violation_error_message="这个点已经有这名信息员。",
            )
        ]

    def __str__(self):
        return self.name


class Draft(models.Model):
    """A task from above (法规草案: a county has no power to legislate), or a matter of the
    county's own on which deputies and the public are heard before it is decided."""

    kind = models.CharField("类别", max_length=6, choices=DraftKind)
    title = models.CharField("名称", max_length=100)
    body = models.CharField("由谁决定", max_length=80)
    document = models.CharField("来文", max_length=120)
    summary = models.TextField("说明", max_length=3000, blank=True)
    received_on = models.DateField("收到日期")
    closes_at = models.DateTimeField("截止")
    state = models.CharField(
        "状态", max_length=8, choices=DraftState, default=DraftState.RECEIVED
    )
    report_document = models.CharField("上报文号", max_length=120, blank=True)
    reported_on = models.DateField("上报日期", null=True, blank=True)
    result = models.TextField("结果", max_length=3000, blank=True)
    settled_on = models.DateField("公布结果日期", null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "settled"])
                | (~Q(report_document="") & Q(reported_on__isnull=False)),
                name="decisions_reported_draft_names_the_document",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled")
                | (~Q(result="") & Q(settled_on__isnull=False)),
                name="decisions_settled_draft_says_how",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="draft_moves_by_the_table",
                field="state",
                transitions=[
                    (move.source.value, move.target.value)
                    for move in DRAFT_MOVES.values()
                ],
            ),
        ]

    def __str__(self):
        return self.title

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("decisions:desk_draft", args=[self.pk])

    def get_public_url(self):
        return reverse("decisions:draft", args=[self.pk])

    @property
    def is_law(self) -> bool:
        return self.kind == DraftKind.LAW

    @property
    def is_open(self) -> bool:
        return self.state == DraftState.OPEN


class DraftStep(LedgerModel):
    draft = models.ForeignKey(
        Draft, models.PROTECT, related_name="steps", verbose_name="征求意见"
    )
    verb = models.CharField("步骤", max_length=8, choices=DraftVerb)
    note = models.CharField("说明", max_length=500, blank=True)
    by = _by("操作人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "征求意见过程"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.draft}：{self.get_verb_display()}"


class DraftFile(models.Model):
    draft = models.ForeignKey(
        Draft, models.PROTECT, related_name="files", verbose_name="征求意见"
    )
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="draft_file", verbose_name="附件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "征求意见材料"
        ordering = ["pk"]

    def __str__(self):
        return self.attachment.name


class DraftVersion(models.Model):
    """一稿. Its articles never change; a new text is a new version."""

    draft = models.ForeignKey(
        Draft, models.PROTECT, related_name="versions", verbose_name="征求意见"
    )
    number = models.PositiveSmallIntegerField("第几稿")
    name = models.CharField("名称", max_length=40)
    added_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "稿"
        ordering = ["draft", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "number"], name="decisions_version_number_once"
            )
        ]

    def __str__(self):
        return self.name


class Article(models.Model):
    """One 条. ``came_from`` is the article of the version before that it carries on."""

    version = models.ForeignKey(
        DraftVersion, models.PROTECT, related_name="articles", verbose_name="稿"
    )
    position = models.PositiveSmallIntegerField("次序")
    number = models.PositiveSmallIntegerField("条")
    sub = models.PositiveSmallIntegerField("之几", default=0)
    chapter = models.CharField("章节", max_length=120, blank=True)
    text = models.TextField("条文")
    came_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="became",
        verbose_name="上一稿的条",
    )
    change = models.CharField(
        "变动", max_length=6, choices=ArticleChange, default=ArticleChange.NEW
    )

    class Meta:
        verbose_name = verbose_name_plural = "条"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number", "sub"], name="decisions_article_once"
            ),
            models.UniqueConstraint(
                fields=["version", "came_from"],
                name="decisions_article_carried_on_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="article_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self):
        text = f"第{in_words(self.number)}条"
        return f"{text}之{in_words(self.sub)}" if self.sub else text

    @property
    def anchor(self) -> str:
        return f"{self.number}-{self.sub}" if self.sub else str(self.number)

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")


class Opinion(models.Model):
    """One opinion: on an article, a paragraph of it, or the whole. Each gets an outcome.

    Name and phone are sealed and shown on no page. ``merged_into`` says the same thing,
    and shares its outcome.
    """

    draft = models.ForeignKey(
        Draft, models.PROTECT, related_name="opinions", verbose_name="征求意见"
    )
    article = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="条",
    )
    paragraph = models.PositiveSmallIntegerField("第几款", null=True, blank=True)
    source = models.CharField("来源", max_length=9, choices=OpinionSource)
    text = models.TextField("意见", max_length=2000)
    name = SealedTextField("姓名", blank=True, default="")
    phone = SealedTextField("手机", blank=True, default="")
    consent = models.ForeignKey(
        ConsentText,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="告知书版本",
    )
    informant = models.ForeignKey(
        Informant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="信息员",
    )
    by = _by("提出人")
    source_key = models.CharField("表单编号", max_length=60, unique=True)
    at = models.DateTimeField("提出时间", auto_now_add=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name="并入",
    )
    outcome = models.CharField("结果", max_length=8, choices=Outcome, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome="adopted") | ~Q(reason=""),
                name="decisions_opinion_not_taken_says_why",
                violation_error_message="没有全部采纳的，要写理由。",
            ),
            models.CheckConstraint(
                condition=Q(paragraph__isnull=True) | Q(article__isnull=False),
                name="decisions_paragraph_of_an_article",
            ),
        ]
        indexes = [
            models.Index(
                fields=["draft", "article"], name="decisions_opinion_of_article"
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_was_said_stays",
                fields=["draft", "article", "paragraph", "source", "text", "by"],
            ),
        ]

    def __str__(self):
        return self.text[:30]

    @property
    def where(self) -> str:
        """第五条第二款; the whole when it names no article."""
        if self.article is None:
            return "全文"
        part = f"第{in_words(self.paragraph)}款" if self.paragraph else ""
        return f"{self.article}{part}"
