from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trading", "0008_found_by_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="deal",
            name="fields_of_use",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(db_collation="C"), blank=True, default=list, size=None
            ),
        ),
    ]
