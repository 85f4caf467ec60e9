from django.db import migrations, models

from ipops.webkit.findable import filled


class Migration(migrations.Migration):
    dependencies = [("pledge", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="fund",
            name="search_key",
            field=models.TextField(blank=True, db_collation="C", default=""),
        ),
        filled("pledge", "fund", "name"),
    ]
