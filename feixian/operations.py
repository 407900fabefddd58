"""Migration operations that create the tables of an app in one step."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger


class CreateModels(Operation):
    """Create several models with their constraints, indexes and triggers.

    Django renders all models of the project again after every operation, and again for
    each constraint added later; with a hundred models that takes a minute. Here they
    are rendered once. ``options["triggers"]`` of each model are installed too.
    """

    reversible = True

    def __init__(self, operations: list[CreateModel]):
        self.operations = operations

    def deconstruct(self) -> tuple:
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # With no rendered models in the state, adding a model renders nothing.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in self._models(app_label, to_state.apps):
            schema_editor.create_model(model)
        for operation in self.operations:
            for trigger in operation.options.get("triggers", []):
                _install(schema_editor, trigger)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in reversed(self._models(app_label, from_state.apps)):
            schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Create {len(self.operations)} models"

    def _models(self, app_label: str, apps: Apps) -> list:
        return [apps.get_model(app_label, op.name) for op in self.operations]


def _install(schema_editor: BaseDatabaseSchemaEditor, trigger: Trigger) -> None:
    # The SQL is complete: without parameters a percent sign needs no escape.
    schema_editor.execute(trigger.install_sql, params=None)
