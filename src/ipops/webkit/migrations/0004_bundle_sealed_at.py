"""When the head of an accepted bundle was sealed: part of the head, so that it can be held against the next one."""

from datetime import UTC, datetime

from django.db import migrations, models

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # no bundle had been accepted before this migration


class Migration(migrations.Migration):
    dependencies = [("webkit", "0003_journal_by_document")]

    operations = [
        migrations.AddField("acceptedbundle", "sealed_at", models.DateTimeField(default=EPOCH), preserve_default=False),
    ]
