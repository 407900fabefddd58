"""Rows that are written once and never changed: the record of what people did."""

from typing import ClassVar

import pgtrigger
from django.db import models


def keeps_all_but(
    *,
    name: str,
    columns: dict[str, str],
    only_if: str,
    condition: pgtrigger.Condition | None = None,
) -> pgtrigger.Trigger:
    """A trigger that refuses every change but one: emptying ``columns`` of an old row.

    ``columns`` says in SQL what is left in each; ``only_if`` is a condition on OLD. What
    belongs behind the wall is removed from a record, and the record says that it was.
    """
    emptied = " AND ".join(
        f"(NEW.{column} = OLD.{column} OR NEW.{column} = {left})"
        for column, left in columns.items()
    )
    others = " - ".join(["to_jsonb({row})", *(f"'{column}'" for column in columns)])
    func = f"""
        IF TG_OP = 'UPDATE' THEN
            IF {emptied} AND {others.format(row="NEW")} = {others.format(row="OLD")}
                AND {only_if}
            THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table',
            lower(TG_OP), TG_TABLE_NAME;
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=condition,
        func=func,
    )


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
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
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
