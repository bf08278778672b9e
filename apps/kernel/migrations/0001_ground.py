"""The ground of tenancy: the context function, the append-only guard and the app's default rights.

Runs before every other app's tables, so that default privileges reach them all.
"""

from django.db import migrations

CONTEXT = """
CREATE OR REPLACE FUNCTION app_committee() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog AS $$
DECLARE v text := current_setting('app.committee', true);
BEGIN
  IF v IS NULL OR v = '' THEN
    RAISE EXCEPTION 'no tenant context' USING ERRCODE = '42501';
  END IF;
  RETURN v::bigint;
END $$;
"""

APPEND_ONLY = """
CREATE OR REPLACE FUNCTION app_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
"""

RIGHTS = """
GRANT USAGE ON SCHEMA public TO concord_app, concord_backup;
GRANT SELECT ON django_migrations TO concord_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO concord_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO concord_app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [
        ("contenttypes", "0001_initial"),
        ("sessions", "0001_initial"),
        ("auth", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(CONTEXT, "DROP FUNCTION app_committee()"),
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION app_append_only()"),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
