from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pledge", "0003_claims_fixed")]

    operations = [
        migrations.AddField(model_name="claim", name="counted_fen", field=models.BigIntegerField(null=True)),
    ]
