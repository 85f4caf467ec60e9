from django.db import migrations, models


def _text() -> models.TextField:
    return models.TextField(blank=True, db_collation="C", default="")


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0002_found_by_words")]

    operations = [
        migrations.AddField(model_name="window", name="owed_fen", field=models.BigIntegerField(null=True)),
        migrations.AddField(model_name="window", name="taken_fen", field=models.BigIntegerField(null=True)),
        migrations.AddField(model_name="claim", name="owed_fen", field=models.BigIntegerField(null=True)),
        migrations.AddField(model_name="claim", name="carried_to", field=_text()),
        migrations.AddField(model_name="claim", name="earlier", field=_text()),
        migrations.AddField(model_name="claim", name="first", field=_text()),
        migrations.AddIndex(model_name="claim", index=models.Index(fields=["first"], name="subsidy_of_first")),
    ]
