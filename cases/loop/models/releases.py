"""Words of a step that somebody read and released: what the public may read of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.loop.models.cases import CaseEvent


class ReleasedWordsQuerySet(models.QuerySet):
    def readable(self) -> Self:
        """Released, not taken back, and with the consent of whoever said it.

        个人信息保护法 第十三条、第十五条: each person's own consent,
        as it stands now; nobody's stands for another's words.
        """
        nobody = Q(event__speaker__isnull=True)
        agreed = Q(event__speaker__submitter__may_publish=True)
        return self.filter(nobody | agreed, is_public=True)


class ReleasedWords(models.Model):
    """公开的话: masked, released by a person, shown at its step."""

    event = models.OneToOneField(
        CaseEvent, models.PROTECT, related_name="released", verbose_name="步骤"
    )
    text = models.TextField("公开的话")
    is_public = models.BooleanField("公开", default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="放出人",
    )
    at = models.DateTimeField("放出时间")

    objects = ReleasedWordsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开的话"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="cases_released_words_are_words"
            ),
        ]

    def __str__(self):
        return self.text[:40]
