from django.db import migrations, models

from ipops.webkit.findable import filled


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="window",
            name="search_key",
            field=models.TextField(blank=True, db_collation="C", default=""),
        ),
        filled("subsidies", "window", "title", "bureau", "fund"),
    ]
