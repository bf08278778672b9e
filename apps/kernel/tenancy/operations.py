"""Migration operations: a committee's table with all its belts, and the reviewed definer functions."""

from typing import Any

from django.db.migrations.operations import AlterField
from django.db.migrations.operations.base import Operation, OperationCategory

from apps.kernel.tenancy.models import TenantForeignKey, TenantModel

APP_ROLE = "concord_app"
DEFINER_ROLE = "concord_definer"

PROTECT = """
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION app_append_only();
CREATE OR REPLACE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION app_append_only();
"""


def _execute_each(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement)


class TenantTable(Operation):
    """Give a tenant table its row-level security, the app's grants and its composite foreign keys.

    Repeatable: name the model again in a later migration that adds a link. `append_only` leaves the app's role
    nothing but SELECT and INSERT, and a trigger refuses the rest even to the owner.
    """

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.SQL

    def __init__(self, model_name: str, *, append_only: bool = False) -> None:
        self.model_name = model_name
        self.append_only = append_only

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models' state does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Emit policy, grants and constraints."""
        model = to_state.apps.get_model(app_label, self.model_name)
        _execute_each(schema_editor, self._statements(model, schema_editor.quote_name))

    def _statements(self, model: Any, quote: Any) -> list[str]:
        table = quote(model._meta.db_table)
        verbs = "SELECT, INSERT" if self.append_only else "SELECT, INSERT, UPDATE, DELETE"
        mine = "committee_id = (SELECT app_committee())"
        key = quote(f"{model._meta.db_table}_tenant_key")
        statements = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS tenant ON {table}",
            f"CREATE POLICY tenant ON {table} USING ({mine}) WITH CHECK ({mine})",
            f"REVOKE ALL ON {table} FROM {APP_ROLE}",
            f"GRANT {verbs} ON {table} TO {APP_ROLE}",
            f"CREATE UNIQUE INDEX IF NOT EXISTS {key} ON {table} (committee_id, id)",
        ]
        for field in model._meta.local_fields:
            if isinstance(field, TenantForeignKey):
                statements += self._composite(model, field, quote)
        statements.append(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        if self.append_only:
            statements.append(PROTECT.format(table=table))
        return statements

    @staticmethod
    def _composite(model: Any, field: Any, quote: Any) -> list[str]:
        table, parent = quote(model._meta.db_table), quote(field.related_model._meta.db_table)
        name = quote(f"{model._meta.db_table}_{field.column}_tenant"[:63])
        # The check of the rows that are there reads both tables as their owner, who is held to the policy too.
        return [
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {parent} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}",
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (committee_id, {quote(field.column)}) "
            f"REFERENCES {parent} (committee_id, id) DEFERRABLE INITIALLY DEFERRED",
            f"ALTER TABLE {parent} FORCE ROW LEVEL SECURITY",
        ]

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the policy away again (the table itself goes with its own migration)."""
        model = from_state.apps.get_model(app_label, self.model_name)
        table = schema_editor.quote_name(model._meta.db_table)
        _execute_each(
            schema_editor,
            [
                f"DROP POLICY IF EXISTS tenant ON {table}",
                f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            ],
        )

    def describe(self) -> str:
        return f"Isolate {self.model_name} by committee"


class WithoutIndex(AlterField):
    """Take the index of its own from a link whose lookups another index serves.

    Django's way would make the foreign key anew, whose check reads the rows as their owner, held to the policy too.
    """

    reduces_to_sql = True

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the index and nothing else."""
        model = from_state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.name).column
        declared = {index.name for index in model._meta.indexes}
        names = schema_editor._constraint_names(model, [column], index=True, unique=False, exclude=declared)
        _execute_each(schema_editor, [f"DROP INDEX {schema_editor.quote_name(name)}" for name in names])

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it again."""
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.execute(schema_editor._create_index_sql(model, fields=[model._meta.get_field(self.name)]))


class DefinerFunction(Operation):
    """A reviewed function that crosses committees: owned by the definer role, search path pinned, nobody's by default.

    `signature` is name and arguments, `returns` the result type, `body` its SQL; `grants` are the table rights the
    definer needs. Every one is listed in tests/guards/test_catalog.py.
    """

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.SQL

    def __init__(self, signature: str, *, returns: str, body: str, grants: tuple[str, ...] = ()) -> None:
        self.signature = signature
        self.returns = returns
        self.body = body
        self.grants = grants

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models' state does not change."""

    @property
    def _identity(self) -> str:
        name, _, arguments = self.signature.partition("(")
        types = [argument.split()[-1] for argument in arguments.rstrip(")").split(",") if argument.strip()]
        return f"{name}({', '.join(types)})"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the function and hand it to the definer."""
        identity = self._identity
        _execute_each(
            schema_editor,
            [
                *(f"GRANT {grant} TO {DEFINER_ROLE}" for grant in self.grants),
                f"CREATE OR REPLACE FUNCTION {self.signature} RETURNS {self.returns} LANGUAGE sql VOLATILE "
                f"SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $definer${self.body}$definer$",
                f"GRANT USAGE, CREATE ON SCHEMA public TO {DEFINER_ROLE}",
                f"ALTER FUNCTION {identity} OWNER TO {DEFINER_ROLE}",
                f"REVOKE CREATE ON SCHEMA public FROM {DEFINER_ROLE}",
                f"SET LOCAL ROLE {DEFINER_ROLE}",
                f"REVOKE ALL ON FUNCTION {identity} FROM PUBLIC",
                f"GRANT EXECUTE ON FUNCTION {identity} TO {APP_ROLE}",
                "RESET ROLE",
            ],
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the function."""
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {self._identity}")

    def describe(self) -> str:
        return f"Definer function {self.signature}"


def is_tenant_table(model: Any) -> bool:
    """Whether a model belongs to a committee."""
    return issubclass(model, TenantModel) and not model._meta.abstract


def sql_function(name: str, returns: str, body: str) -> str:
    """The statement that makes a function of ours, with a search path that nobody can put a table into."""
    return f"""
    CREATE OR REPLACE FUNCTION {name}() RETURNS {returns} LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$ {body} $$
    """


def kept_by_triggers(table: str, came: str, went: str, changed: str, *, what: str = "tallied") -> list[str]:
    """A function and its three triggers on a table: statements for the rows that came, went and changed.

    Each runs once a statement and finds the rows in `came` and `went`.
    """
    name = f"{table}_{what}"
    body = f"""BEGIN
    IF TG_OP = 'INSERT' THEN {came} ELSIF TG_OP = 'DELETE' THEN {went} ELSE {changed} END IF;
    RETURN NULL;
    END"""
    tables = {"INSERT": "NEW TABLE AS came", "DELETE": "OLD TABLE AS went"}
    tables["UPDATE"] = " ".join(tables.values())
    return [
        sql_function(name, "trigger", body),
        *(
            f"CREATE OR REPLACE TRIGGER {what}_{verb.lower()} AFTER {verb} ON {table} REFERENCING {transition} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            for verb, transition in tables.items()
        ),
    ]
