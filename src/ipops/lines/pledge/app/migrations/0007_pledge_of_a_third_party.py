from django.db import migrations, models


def _text() -> models.TextField:
    return models.TextField(blank=True, db_collation="C", default="")


class Migration(migrations.Migration):
    dependencies = [("pledge", "0006_what_a_valuation_is_for")]

    operations = [
        migrations.AddField(model_name="application", name="pledgor", field=_text()),
        migrations.AddField(model_name="loan", name="pledgor", field=_text()),
        migrations.AddField(model_name="registration", name="debtor", field=_text()),
        migrations.AddField(model_name="registration", name="debtor_place", field=_text()),
    ]
