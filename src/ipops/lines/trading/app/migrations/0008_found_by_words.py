from django.db import migrations, models

from ipops.webkit.findable import filled


class Migration(migrations.Migration):
    dependencies = [("trading", "0007_offer_agency")]

    operations = [
        migrations.AddField(
            model_name="techcontract",
            name="search_key",
            field=models.TextField(blank=True, db_collation="C", default=""),
        ),
        migrations.AddField(
            model_name="marketcase",
            name="search_key",
            field=models.TextField(blank=True, db_collation="C", default=""),
        ),
        filled("trading", "techcontract", "title", "number"),
        filled("trading", "marketcase", "title"),
    ]
