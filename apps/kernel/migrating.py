"""Migrations without needless work: a new table, column, constraint or index makes no other model class anew."""

from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState


class QuickState(ProjectState):
    """The models as they are at one point of the history.

    For each new model, constraint and index Django makes the classes anew of all that is linked to it, here nearly
    everything: three quarters of the time that it took to make the tables. None of them changes a field or a link of a
    class that is there, so that these need at most be told. The same for each column that no other class points at:
    there the class of the table alone is made anew. Others still know the one before it; that is noted (`is_delayed`),
    and whatever may look from class to class, an operation in Python or a change of a link, finds all made anew.
    """

    @classmethod
    def of(cls, state: ProjectState) -> "QuickState":
        """The state as one of these; the one that was given is used no more."""
        made = cls(state.models, state.real_apps)
        made.__dict__.update(state.__dict__)
        return made

    def add_model(self, model_state: ModelState) -> None:
        """Add a model. Nothing that is there changes by it, so that its own class alone is made."""
        made = self.__dict__.pop("apps", None)  # without classes there are none to make anew
        super().add_model(model_state)
        if made is not None:
            self.__dict__["apps"] = made
            made.render_multiple([model_state])

    def add_field(self, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool) -> None:
        """Add a field. Nothing points at it yet, so that the class of its own model alone is made anew."""
        made = self.__dict__.pop("apps", None)
        super().add_field(app_label, model_name, name, field, preserve_default)
        if made is not None:
            self.__dict__["apps"] = made
            self._make_anew(app_label, model_name)

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        """Make a model's class anew; of the others all, where a link changes, else none until they are asked for."""
        if "apps" not in self.__dict__:
            return
        if delay:
            self._make_anew(app_label, model_name)
        elif self.is_delayed:
            self.clear_delayed_apps_cache()
        else:
            super().reload_model(app_label, model_name, delay)

    def _make_anew(self, app_label: str, model_name: str) -> None:
        self.is_delayed = True
        with self.apps.bulk_update():
            self.apps.unregister_model(app_label, model_name)
            self.apps.render_multiple([self.models[app_label, model_name]])

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        options = self.models[app_label, model_name].options
        self._tell(app_label, model_name, option_name, [*options[option_name], obj])

    def _remove_option(self, app_label: str, model_name: str, option_name: str, obj_name: str) -> None:
        options = self.models[app_label, model_name].options
        self._tell(app_label, model_name, option_name, [obj for obj in options[option_name] if obj.name != obj_name])

    def _tell(self, app_label: str, model_name: str, option_name: str, rows: list[Any]) -> None:
        self.models[app_label, model_name].options[option_name] = rows
        if "apps" in self.__dict__:  # to ask for it would make every class
            meta = self.apps.get_model(app_label, model_name)._meta
            setattr(meta, option_name, rows)
            meta.__dict__.pop("total_unique_constraints", None)


class QuickExecutor(MigrationExecutor):
    """Goes forwards and backwards as Django does, from such a state."""

    def migrate(
        self,
        targets: Any,
        plan: Any = None,
        state: ProjectState | None = None,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        """Migrate to the targets."""
        return super().migrate(targets, plan, state and QuickState.of(state), fake, fake_initial)
