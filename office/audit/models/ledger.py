"""Rows that are written once and never changed: the record of what people did."""

import pgtrigger
from django.db import models


class LedgerError(Exception):
    """A programming mistake: somebody tried to change a row that is a record."""


class LedgerQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise LedgerError(f"{self.model.__name__} rows are never changed.")

    def delete(self):
        raise LedgerError(f"{self.model.__name__} rows are never deleted.")


class LedgerModel(models.Model):
    """Append-only in Python and, by trigger, for every other hand on the database."""

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(
                name="written_once", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise LedgerError(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise LedgerError(f"{type(self).__name__} rows are never deleted.")
