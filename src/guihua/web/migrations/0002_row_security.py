"""PostgreSQL: row security on the tables that an organisation owns. SQLite has none and is left as it is."""

from typing import Any

from django.db import migrations

FUNCTION = """
CREATE FUNCTION guihua_sees(owner text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE current_setting('guihua.organisation', true)
    WHEN '*' THEN true
    WHEN '' THEN false
    ELSE owner = current_setting('guihua.organisation', true)
  END
$$
"""
OF_ORGANISATION = "(SELECT o.code FROM guihua_web_organisation o WHERE o.id = organisation_id)"
OWNERS = {
    "guihua_web_person": OF_ORGANISATION,
    "guihua_web_token": OF_ORGANISATION,
    "guihua_web_job": "organisation",
}


def fence(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(FUNCTION)
    for table, owner in OWNERS.items():
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY organisation ON {table} USING (guihua_sees({owner})) WITH CHECK (guihua_sees({owner}))"
        )


def open_again(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in OWNERS:
        schema_editor.execute(f"DROP POLICY organisation ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    schema_editor.execute("DROP FUNCTION guihua_sees(text)")


class Migration(migrations.Migration):
    dependencies = [("guihua_web", "0001_accounts_and_jobs")]

    operations = [migrations.RunPython(fence, open_again)]
