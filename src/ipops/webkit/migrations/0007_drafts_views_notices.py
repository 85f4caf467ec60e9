"""What belongs to a person at work: drafts, tables under a name of one's own, notices and who wants them by mail."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webkit', '0006_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.TextField(db_collation='C')),
                ('form', models.TextField(db_collation='C')),
                ('data', models.JSONField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'draft',
                'ordering': ('-saved_at',),
                'constraints': [models.UniqueConstraint(fields=('user', 'address'), name='draft_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField(db_collation='C')),
                ('event', models.TextField(db_collation='C')),
                ('title_zh', models.TextField(db_collation='C')),
                ('title_en', models.TextField(db_collation='C')),
                ('why_zh', models.TextField(db_collation='C')),
                ('why_en', models.TextField(db_collation='C')),
                ('link', models.TextField(blank=True, db_collation='C', default='')),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'notice',
                'ordering': ('-at', '-id'),
                'indexes': [models.Index(fields=['user', '-at', '-id'], name='notice_of_user'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('user', 'code'), name='notice_once')],
            },
        ),
        migrations.CreateModel(
            name='NoticeChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.TextField(db_collation='C')),
                ('by_mail', models.BooleanField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'notice_choice',
                'constraints': [models.UniqueConstraint(fields=('user', 'event'), name='notice_choice_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.TextField(db_collation='C')),
                ('name', models.TextField(db_collation='C')),
                ('query', models.TextField(blank=True, db_collation='C', default='')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'saved_view',
                'ordering': ('name',),
                'constraints': [models.UniqueConstraint(fields=('user', 'path', 'name'), name='saved_view_once')],
            },
        ),
    ]
