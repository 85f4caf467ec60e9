from django.db import migrations, models

from ipops.webkit.findable import filled


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_cases")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="search_key",
            field=models.TextField(blank=True, db_collation="C", default=""),
        ),
        filled("programme", "dossier", "title"),
    ]
