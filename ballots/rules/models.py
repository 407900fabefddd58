"""票决: what is asked, by which rule, of whom, and how far it has come."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ballots.rules.enums import (
    BALLOT_MOVES,
    BallotKind,
    BallotState,
    BallotVerb,
    Organ,
    Purpose,
    Quorum,
    Threshold,
)
from ballots.rules.querysets import BallotQuerySet
from deputies.models import Assembly
from office.audit.models.ledger import LedgerModel
from office.models import Division

RULE = (
    "organ",
    "basis",
    "assembly_id",
    "kind",
    "seats",
    "max_marks",
    "exact_marks",
    "quorum",
    "threshold",
    "by_group",
    "title",
    "question",
    "body",
)


def _differ(*names: str) -> str:
    """SQL: whether one of the columns is changed by the statement."""
    old, new = (
        ", ".join(f"{side}.{name}" for name in names) for side in ("OLD", "NEW")
    )
    return f"({old}) IS DISTINCT FROM ({new})"


class Ballot(models.Model):
    """One voting: its rule is frozen when it has been checked, its members when it opens.

    ``members`` is everybody entitled at the opening: 组织法 第二十五条 counts the majority
    of all of them, also of those who stay away.
    """

    code = models.SlugField("编号", max_length=12, unique=True)
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    title = models.CharField("标题", max_length=80)
    question = models.CharField("表决什么", max_length=200)
    organ = models.CharField("由谁表决", max_length=10, choices=Organ)
    body = models.CharField("会议名称", max_length=60)
    # A town's congress votes on its own; empty for the county's.
    town = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="乡镇",
    )
    assembly = models.ForeignKey(
        Assembly,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ballots",
        verbose_name="会议",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="further",
        verbose_name="上一次投票",
    )
    kind = models.CharField("投票方式", max_length=4, choices=BallotKind)
    seats = models.PositiveSmallIntegerField("应选")
    max_marks = models.PositiveSmallIntegerField("最多可选", default=0)
    exact_marks = models.BooleanField("必须选满", default=False)
    quorum = models.CharField("法定人数", max_length=10, choices=Quorum)
    threshold = models.CharField("通过门槛", max_length=20, choices=Threshold)
    # What allows more marks than seats, or asks for all of them (选举法 第四十四条 does not).
    basis = models.CharField("票决办法的依据", max_length=120, blank=True)
    by_group = models.BooleanField("分代表团投票", default=False)
    state = models.CharField(
        "状态", max_length=10, choices=BallotState, default=BallotState.DRAFT
    )
    closes_at = models.DateTimeField("到时自动截止", null=True, blank=True)
    members = models.PositiveIntegerField("全体", default=0)
    opened_at = models.DateTimeField("开始", null=True, blank=True)
    closed_at = models.DateTimeField("截止", null=True, blank=True)
    announced_at = models.DateTimeField("宣布", null=True, blank=True)
    # The public half of the key that every ballot cast is sealed to, in hexadecimal.
    sealed_to = models.CharField("封票公钥", max_length=64, blank=True)
    # Closing takes two people: one asks, another confirms.
    close_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提出截止的人",
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认截止的人",
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废理由", max_length=300, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "票决"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="ballots_seats"),
            models.CheckConstraint(
                condition=~Q(kind="pick") | Q(max_marks__gte=1),
                name="ballots_pick_has_marks",
            ),
            # 组织法 第十四条、第五十一条.
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(organ="opinion")
                | Q(organ="congress", quorum="two_thirds")
                | Q(organ="standing", quorum="majority"),
                name="ballots_quorum_is_that_of_the_law",
            ),
            # 组织法 第二十五条、第五十一条; a tie is voted on again (选举法 第四十五条).
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(organ="opinion")
                | Q(purpose="run_off")
                | Q(threshold="majority_of_members"),
                name="ballots_majority_is_that_of_the_law",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | ~Q(organ="congress")
                | Q(assembly__isnull=False),
                name="ballots_congress_votes_in_a_session",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(organ="opinion")
                | ~Q(basis="")
                | Q(max_marks__lte=F("seats"), exact_marks=False),
                name="ballots_other_marks_have_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "checked"])
                | Q(members__gte=1, opened_at__isnull=False) & ~Q(sealed_to=""),
                name="ballots_open_ballot_has_members",
            ),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=False) ^ ~Q(state="announced"),
                name="ballots_announced_ballot_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="voided", voided_at__isnull=False)
                & ~Q(void_reason="")
                | ~Q(state="voided") & Q(voided_at__isnull=True, void_reason=""),
                name="ballots_voided_ballot_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(close_asked_by=F("closed_by")),
                name="ballots_two_people_close",
                violation_error_message="截止要由另一个人确认。",
            ),
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(purpose="run_off") & ~Q(state="voided"),
                name="ballots_one_run_off",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="ballot_moves_by_the_table",
                field="state",
                transitions=[
                    (source, move.target)
                    for move in BALLOT_MOVES.values()
                    for source in move.sources
                ],
            ),
            # What is printed on the ballot does not change under the voter's hand.
            pgtrigger.Protect(
                name="rule_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.state <> 'draft' AND {_differ(*RULE)}"
                ),
            ),
            pgtrigger.Protect(
                name="members_are_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state NOT IN ('draft', 'checked')"
                    f" AND {_differ('members', 'sealed_to')}"
                ),
            ),
        ]

    def __str__(self):
        return self.title

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def get_absolute_url(self):
        return reverse("ballots:ballot", args=[self.pk])

    def get_record_url(self):
        return reverse("ballots:ballot_record", args=[self.code])

    def get_voting_url(self):
        return reverse("ballots:voting", args=[self.code])

    @property
    def is_announced(self) -> bool:
        return self.state == BallotState.ANNOUNCED

    @property
    def is_voided(self) -> bool:
        return self.state == BallotState.VOIDED

    @property
    def is_open(self) -> bool:
        return self.state == BallotState.OPEN


class BallotItem(models.Model):
    """One line of the ballot. The order is fixed: print and screen show the same."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="items", verbose_name="票决"
    )
    position = models.PositiveSmallIntegerField("次序")
    code = models.CharField("代码", max_length=20)
    title = models.CharField("名称", max_length=120)
    note = models.CharField("说明", max_length=300, blank=True)
    # What it stands for: a candidate project of any kind.
    source_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+"
    )
    source_id = models.PositiveBigIntegerField(null=True, blank=True)
    source = GenericForeignKey("source_type", "source_id")

    class Meta:
        verbose_name = verbose_name_plural = "票决事项"
        ordering = ["ballot", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "position"], name="ballots_item_place_once"
            ),
            models.UniqueConstraint(
                fields=["ballot", "code"], name="ballots_item_code_once"
            ),
        ]

    def __str__(self):
        return self.title


class Teller(models.Model):
    """监票人 of one ballot; one of them is 总监票人. ``signed_at``: the count is right."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="tellers", verbose_name="票决"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="监票人",
    )
    is_chief = models.BooleanField("总监票人", default=False)
    signed_at = models.DateTimeField("签字", null=True, blank=True)
    # The public half of the teller's key, and the teller's share of the ballot's, sealed to
    # it (ballots/boxes/rules/sealing.py). The other half is on the teller's paper.
    public = models.CharField("钥匙的公开部分", max_length=64, blank=True)
    share = models.TextField("封好的一份", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "监票人"
        ordering = ["-is_chief", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "user"], name="ballots_teller_once"
            ),
            models.UniqueConstraint(
                fields=["ballot"],
                condition=Q(is_chief=True),
                name="ballots_one_chief_teller",
            ),
        ]

    def __str__(self):
        return str(self.user)


class BallotEvent(LedgerModel):
    """A step of the whole ballot. Nobody's casting is ever written here."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="events", verbose_name="票决"
    )
    verb = models.CharField("步骤", max_length=10, choices=BallotVerb)
    note = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "票决记录"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.ballot}：{self.get_verb_display()}"


class Result(LedgerModel):
    """The sheet, kept from the count to the announcement without any page that shows it.

    ``sheet`` is what ballots/tally/rules.py prints as JSON; ``spoiled`` the ballots the tellers
    set aside by sight.
    """

    ballot = models.OneToOneField(
        Ballot, models.PROTECT, related_name="result", verbose_name="票决"
    )
    present = models.PositiveIntegerField("实到")
    issued = models.PositiveIntegerField("发出")
    returned = models.PositiveIntegerField("收回")
    valid = models.PositiveIntegerField("有效")
    invalid = models.PositiveIntegerField("无效")
    abstained = models.PositiveIntegerField("弃权")
    outcome = models.CharField("结果", max_length=10)
    sheet = models.JSONField("计票单")
    spoiled = ArrayField(models.CharField(max_length=16), verbose_name="目视作废")
    # SHA-256 of ballots.csv: what the tellers signed is what is published.
    fingerprint = models.CharField("选票文件的指纹", max_length=64)
    at = models.DateTimeField("计票时间", auto_now_add=True)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "计票单"
        constraints = [
            models.CheckConstraint(
                condition=Q(returned=F("valid") + F("invalid")),
                name="ballots_sheet_balances",
            ),
            # 选举法 第四十四条：所投的票数多于投票人数的无效.
            models.CheckConstraint(
                condition=Q(returned__lte=F("issued")),
                name="ballots_sheet_has_no_more_than_issued",
            ),
        ]

    def __str__(self):
        return f"{self.ballot}计票单"
