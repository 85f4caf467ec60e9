from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pledge", "0008_on_what_a_class_rests")]

    operations = [
        migrations.AddField(model_name="registration", name="accepted_on", field=models.DateField(null=True)),
        migrations.AddField(
            model_name="registration",
            name="accepted_no",
            field=models.TextField(blank=True, db_collation="C", default=""),
        ),
    ]
