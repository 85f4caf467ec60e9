"""The tables that only grow: UPDATE, DELETE and TRUNCATE are refused, also under ``session_replication_role``."""

from django.db import migrations

from ipops.webkit import grants


class Migration(migrations.Migration):
    dependencies = [("webkit", "0001_initial")]

    operations = [
        migrations.RunSQL(grants.REFUSE_SQL, "DROP FUNCTION refuse_change();"),
        *(migrations.RunSQL(*grants.guard_sql(table)) for table in grants.PROTECTED),
    ]
