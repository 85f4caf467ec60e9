from django.db import migrations, models


def _text() -> models.TextField:
    return models.TextField(blank=True, db_collation="C", default="")


class Migration(migrations.Migration):
    dependencies = [("pledge", "0007_pledge_of_a_third_party")]

    operations = [
        migrations.AddField(model_name="loan", name="basis", field=_text()),
        migrations.AddField(model_name="loan", name="basis_why", field=_text()),
    ]
