"""The list of places that facts name, filled from the journal there is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webkit", "0004_bundle_sealed_at")]

    operations = [
        migrations.CreateModel(
            name="PlaceNamed",
            fields=[("code", models.TextField(db_collation="C", primary_key=True, serialize=False))],
            options={"db_table": "place_named", "ordering": ("code",)},
        ),
        migrations.RunSQL(
            "INSERT INTO place_named (code) SELECT DISTINCT unnest(places) FROM journal", migrations.RunSQL.noop
        ),
    ]
