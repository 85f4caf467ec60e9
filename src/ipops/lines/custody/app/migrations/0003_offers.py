import django.contrib.postgres.fields
from django.db import migrations, models

import ipops.webkit.models.fields as fields


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0002_said'),
    ]

    operations = [
        migrations.AddField(model_name='custody', name='open_to_all', field=models.BooleanField(default=False)),
        migrations.AddField(model_name='custody', name='invited', field=fields.texts()),
        migrations.AddField(model_name='custody', name='bidders', field=fields.texts()),
        migrations.AddField(
            model_name='custody',
            name='offers',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None),
        ),
    ]
