"""Deals in the order in which the list shows them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trading', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(fields=['-on', 'deal'], name='trading_deal_newest'),
        ),
    ]
