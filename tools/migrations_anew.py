"""Regenerates the first migration of every app: one file per app, from its models.

Only before the first installation: afterwards migrations are history. ``python -m
tools.migrations_anew`` needs no database.
"""

import os
from graphlib import TopologicalSorter
from pathlib import Path

from tools.testing import TEST_ENVIRONMENT
from tools.types import PLACEHOLDERS

ROOT = Path(__file__).resolve().parent.parent
# Their migrations run before ours, while few models have to be rendered.
LIBRARIES = ("account", "admin", "axes", "contenttypes", "mfa", "sessions")
FIRST, SECOND = "office", "deputies"


def main() -> None:
    os.environ.update({**TEST_ENVIRONMENT, **PLACEHOLDERS})
    os.environ["DJANGO_SETTINGS_MODULE"] = "feixian.settings"
    import django

    django.setup()
    from django.apps import apps
    from django.utils import translation

    # As makemigrations does: Django's own strings stay in English in a migration.
    translation.deactivate_all()

    own = [
        config
        for config in apps.get_app_configs()
        if Path(config.path).parent == ROOT and any(config.get_models())
    ]
    for config in own:
        for old in (Path(config.path) / "migrations").glob("0*.py"):
            old.unlink()
    for config in own:
        path = Path(config.path) / "migrations" / "0001_initial.py"
        path.write_text(_written(config), encoding="utf-8")
        print(path.relative_to(ROOT))


def _written(config) -> str:
    from django.db.migrations import Migration
    from django.db.migrations.writer import MigrationWriter

    from feixian.operations import CreateModels

    models = _ordered(list(config.get_models()))
    migration = type("Migration", (Migration,), {})("0001_initial", config.label)
    migration.initial = True
    migration.operations = [CreateModels([_create(model) for model in models])]
    migration.dependencies = _dependencies(config.label, models)
    return MigrationWriter(migration, include_header=False).as_string()


def _ordered(models: list) -> list:
    """Each after the models it refers to, otherwise in the order of definition."""
    sorter: TopologicalSorter = TopologicalSorter()
    for model in models:
        sorter.add(model, *(m for m in _targets(model) if m in models and m != model))
    return list(sorter.static_order())


def _targets(model) -> list:
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [f.related_model for f in fields if f.remote_field and f.related_model]


def _create(model):
    from django.db.migrations.operations import CreateModel
    from django.db.migrations.state import ModelState

    state = ModelState.from_model(model)
    options = dict(state.options)
    triggers = [t.compile(model) for t in options.pop("triggers", [])]
    if triggers:
        options["triggers"] = triggers
    options = {
        k: v for k, v in options.items() if v or k not in ("indexes", "constraints")
    }
    return CreateModel(
        name=state.name,
        fields=list(state.fields.items()),
        options=options,
        bases=state.bases,
        managers=state.managers,
    )


def _dependencies(label: str, models: list) -> list:
    needed = {m._meta.app_label for model in models for m in _targets(model)} - {label}
    if label == FIRST:
        return sorted((app, _last_of(app)) for app in needed)
    if label == SECOND:
        needed |= set(LIBRARIES)
    return sorted((app, _last_of(app)) for app in needed | {FIRST})


def _last_of(label: str) -> str:
    from django.apps import apps

    config = apps.get_app_config(label)
    if Path(config.path).parent == ROOT:
        return "0001_initial"
    found = (Path(config.path) / "migrations").glob("0*.py")
    return max(path.stem for path in found)


if __name__ == "__main__":
    main()
