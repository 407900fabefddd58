"""Who may vote, and what lies in the box: two sides with nothing in common.

No key, no time and no sequence joins an Elector to a ballot (docs/adr/0024). While voting
goes on, ballots lie sealed in shards, each shard one row; after the close they are written in
one statement, in the order of random labels.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ballots.rules.enums import VotingWay
from ballots.rules.models import Ballot, Teller
from deputies.models import Mandate
from office.audit.models.ledger import LedgerModel
from office.text.secrecy import SealedTextField

# Nobody joins or leaves once the voting has begun.
FROZEN = """
IF (SELECT state FROM ballots_ballot WHERE id = {row}.ballot_id)
    NOT IN ('draft', 'checked') THEN
    RAISE EXCEPTION 'the electorate is frozen';
END IF;
RETURN {row};
"""


class Elector(models.Model):
    """One deputy's right in one ballot. That a ballot was given out is known, no more.

    ``hidden`` and ``signed`` are the blinded token and its signature: given again when the
    net broke, and of no use for finding the ballot.
    """

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="electors", verbose_name="票决"
    )
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="+", verbose_name="代表"
    )
    group = models.CharField("代表团", max_length=40, blank=True)
    # The box they vote into: their delegation's, or one shared by small delegations.
    box = models.CharField("票箱", max_length=40, blank=True)
    is_present = models.BooleanField("到会", default=False)
    way = models.CharField("领票", max_length=5, choices=VotingWay, blank=True)
    hidden = models.TextField("盲化的票据", blank=True)
    signed = models.TextField("盲签名", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "有表决权的代表"
        ordering = ["ballot", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "mandate"], name="ballots_elector_once"
            ),
            models.CheckConstraint(
                condition=Q(way="") | Q(is_present=True),
                name="ballots_only_present_get_a_ballot",
            ),
            models.CheckConstraint(
                condition=Q(way="phone") ^ Q(hidden="", signed=""),
                name="ballots_only_phones_have_tokens",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="one_ballot_each",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.way <> '' AND (NEW.way, NEW.hidden, NEW.signed, NEW.mandate_id)"
                    " IS DISTINCT FROM (OLD.way, OLD.hidden, OLD.signed, OLD.mandate_id)"
                ),
            ),
            pgtrigger.Trigger(
                name="nobody_joins",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=FROZEN.format(row="NEW"),
            ),
            pgtrigger.Trigger(
                name="nobody_leaves",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=FROZEN.format(row="OLD"),
            ),
        ]

    def __str__(self):
        return str(self.mandate.deputy)


class Box(models.Model):
    """A box with its own key, so that a ticket of one delegation opens no other's box.

    ``modulus`` is public; ``key`` signs tickets (ballots/boxes/rules/blind.py), opens nothing,
    and is cleared at the close. What was given out is written down at the close, what came
    back before the count: for each way apart, never more than was given out.
    """

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="boxes", verbose_name="票决"
    )
    name = models.CharField("票箱", max_length=40, blank=True)
    modulus = models.TextField("公钥")
    key = SealedTextField("签票密钥", blank=True)
    phone_issued = models.PositiveIntegerField("手机发出", null=True, blank=True)
    phone_returned = models.PositiveIntegerField("手机收回", null=True, blank=True)
    paper_issued = models.PositiveIntegerField("纸票发出", null=True, blank=True)
    paper_returned = models.PositiveIntegerField("纸票收回", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "票箱"
        ordering = ["ballot", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "name"], name="ballots_box_name_once"
            ),
            # 选举法 第四十四条：所投的票数多于投票人数的无效.
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{way}_returned__isnull": True})
                    | Q(
                        **{
                            f"{way}_issued__isnull": False,
                            f"{way}_returned__lte": models.F(f"{way}_issued"),
                        }
                    ),
                    name=f"ballots_no_more_{way}_than_issued",
                )
                for way in ("phone", "paper")
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="key_is_only_destroyed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((NEW.key <> '' AND NEW.key <> OLD.key)"
                    " OR (NEW.ballot_id, NEW.name, NEW.modulus)"
                    " IS DISTINCT FROM (OLD.ballot_id, OLD.name, OLD.modulus))"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.ballot}{self.name}"


class BoxShard(models.Model):
    """Sealed ballots in slots of one length (ballots/boxes/rules/slots.py).

    Which shard a ballot lies in is said by its random token, not by when it came. An empty
    shard is as long as a full one, and each cast seals all of it again.
    """

    box = models.ForeignKey(
        Box, models.PROTECT, related_name="shards", verbose_name="票箱"
    )
    number = models.PositiveSmallIntegerField("编号")
    held = models.PositiveIntegerField("票数", default=0)
    places = models.PositiveSmallIntegerField("位置数")
    content = SealedTextField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "票箱的格"
        ordering = ["box", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["box", "number"], name="ballots_shard_once"
            ),
        ]

    def __str__(self):
        return f"{self.box} {self.number}"


class PaperEntry(models.Model):
    """One paper ballot as one teller typed it. The same paper is typed by a second one."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="paper_entries", verbose_name="票决"
    )
    # Written on the paper when the box has been opened and the papers are mixed.
    number = models.PositiveIntegerField("纸票序号")
    hand = models.PositiveSmallIntegerField("第几次录入")
    teller = models.ForeignKey(
        Teller, models.PROTECT, related_name="+", verbose_name="录入人"
    )
    box = models.CharField("票箱", max_length=40, blank=True)
    marks = ArrayField(models.SmallIntegerField(), verbose_name="圈选")
    is_spoiled = models.BooleanField("无法辨认或者涂改", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "纸票录入"
        ordering = ["ballot", "number", "hand"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "number", "hand"], name="ballots_paper_hand_once"
            ),
            models.UniqueConstraint(
                fields=["ballot", "number", "teller"],
                name="ballots_paper_by_two_tellers",
            ),
            models.CheckConstraint(
                condition=Q(hand__in=[1, 2]), name="ballots_paper_two_hands"
            ),
        ]

    def __str__(self):
        return f"第 {self.number} 张"


class BallotPaper(LedgerModel):
    """A ballot out of the box, phone and paper alike. ``label`` is random.

    ``marks`` has a number an item, in the ballot's order: pick 1 or 0; each 1, -1, or 0;
    rank the place or 0. ``is_valid`` is what the rule says of it.
    """

    label = models.CharField("票号", max_length=16, primary_key=True)
    ballot = models.ForeignKey(
        Ballot,
        models.PROTECT,
        related_name="papers",
        verbose_name="票决",
        db_index=False,
    )
    box = models.CharField("票箱", max_length=40, blank=True)
    marks = ArrayField(models.SmallIntegerField(), verbose_name="圈选")
    is_valid = models.BooleanField("有效")
    is_spoiled = models.BooleanField("目视作废", default=False)

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "选票"
        ordering = ["label"]
        indexes = [
            # The public file, page by page.
            models.Index(fields=["ballot", "label"], name="ballots_papers_of_ballot"),
        ]

    def __str__(self):
        return self.label


class Commitment(LedgerModel):
    """A receipt on the public list. It says that a ballot is in the box, not which."""

    value = models.CharField("回执", max_length=64, primary_key=True)
    ballot = models.ForeignKey(
        Ballot,
        models.PROTECT,
        related_name="commitments",
        verbose_name="票决",
        db_index=False,
    )

    class Meta(LedgerModel.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "回执"
        ordering = ["value"]
        indexes = [
            models.Index(fields=["ballot", "value"], name="ballots_receipts_of_ballot"),
        ]

    def __str__(self):
        return self.value
