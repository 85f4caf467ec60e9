from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pledge", "0002_lines_of_a_fund")]

    operations = [
        *(
            migrations.AddField(model_name="loan", name=name, field=models.DateField(null=True))
            for name in ("fixes_on", "fixed_on")
        ),
        migrations.AddField(
            model_name="loan", name="fixed_ground", field=models.TextField(blank=True, db_collation="C", default="")
        ),
        *(
            migrations.AddField(model_name="loan", name=name, field=models.BigIntegerField(null=True))
            for name in ("fixed_fen", "fixed_more_fen")
        ),
    ]
