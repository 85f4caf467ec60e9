from django.db import migrations, models

from ipops.webkit.findable import filled


class Migration(migrations.Migration):
    dependencies = [("insurance", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="product",
            name="search_key",
            field=models.TextField(blank=True, db_collation="C", default=""),
        ),
        filled("insurance", "product", "title"),
    ]
