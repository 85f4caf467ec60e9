"""Facts by the paper they rest on, so that a document's readers can be found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webkit", "0002_only_grow")]

    operations = [
        migrations.AddIndex(
            model_name="journalrow",
            index=models.Index(
                fields=["document"], condition=models.Q(("document", ""), _negated=True), name="journal_by_document"
            ),
        ),
    ]
