"""Base of append-only tables: the records of what people did."""

import pgtrigger
from django.db import models


class LedgerError(Exception):
    """A programming error: a row of an append-only table was to be changed or deleted."""


class LedgerQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise LedgerError(f"{self.model.__name__} rows are never changed.")

    def delete(self):
        raise LedgerError(f"{self.model.__name__} rows are never deleted.")


class LedgerModel(models.Model):
    """Append-only, enforced in Python and, for all other clients, by a trigger."""

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
