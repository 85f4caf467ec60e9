from django.db import migrations, models


def _text() -> models.TextField:
    return models.TextField(blank=True, db_collation="C", default="")


class Migration(migrations.Migration):
    dependencies = [("pledge", "0004_loss_counted")]

    operations = [
        migrations.AddField(model_name="application", name="basis", field=_text()),
        migrations.AddField(model_name="registration", name="office", field=_text()),
    ]
