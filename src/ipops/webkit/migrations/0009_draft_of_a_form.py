"""A draft knows the form it is of, so that a form sent while its draft was on the way takes it along."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webkit', '0008_words_of_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='reference',
            field=models.TextField(db_collation='C', default=''),
        ),
    ]
