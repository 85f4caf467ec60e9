"""What belongs to a person at work: forms sent, messages on a case."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webkit", "0005_place_named"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(db_collation="C")),
                ("case", models.TextField(db_collation="C")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("text", models.TextField(db_collation="C")),
                ("reference", models.TextField(db_collation="C")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "case_message",
                "ordering": ("id",),
                "indexes": [models.Index(fields=["kind", "case", "id"], name="case_message_of_case")],
                "constraints": [models.UniqueConstraint(fields=("by", "reference"), name="case_message_once")],
            },
        ),
        migrations.CreateModel(
            name="FormSent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.TextField(db_collation="C")),
                ("went_to", models.TextField(db_collation="C")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "form_sent",
                "constraints": [models.UniqueConstraint(fields=("user", "reference"), name="form_sent_once")],
            },
        ),
    ]
