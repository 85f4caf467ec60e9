from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pledge", "0005_offices_of_registration")]

    operations = [
        migrations.AddField(model_name="application", name="valued_until", field=models.DateField(null=True)),
        migrations.AddField(
            model_name="application",
            name="valued_for",
            field=models.TextField(blank=True, db_collation="C", default=""),
        ),
    ]
