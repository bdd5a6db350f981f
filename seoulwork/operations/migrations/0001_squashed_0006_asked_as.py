"""The tables of a new installation, as the migrations that it replaces leave them: those stay for the databases that have some of them."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import seoulwork.figures.creating


class Migration(migrations.Migration):

    replaces = [('operations', '0001_initial'), ('operations', '0002_stored_files'), ('operations', '0003_files_into_the_database'), ('operations', '0004_the_queue_and_its_workers'), ('operations', '0005_unfinished_work_is_told'), ('operations', '0006_asked_as')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0003_posts'),
    ]

    operations = [
        seoulwork.figures.creating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120, unique=True, verbose_name='자리')),
                        ('content', models.BinaryField(verbose_name='내용')),
                        ('size', models.PositiveIntegerField(help_text='바이트', verbose_name='크기')),
                        ('stored_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='넣은 때')),
                    ],
                    options={
                        'verbose_name': '보관 파일',
                        'verbose_name_plural': '보관 파일',
                    },
                ),
                migrations.CreateModel(
                    name='Worker',
                    fields=[
                        ('name', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='이름')),
                        ('host', models.CharField(max_length=200, verbose_name='기계')),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='시작한 때')),
                        ('heard_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='마지막 소식')),
                    ],
                    options={
                        'verbose_name': '작업 프로세스',
                        'verbose_name_plural': '작업 프로세스',
                        'ordering': ['started_at'],
                    },
                ),
                migrations.CreateModel(
                    name='Task',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40, verbose_name='종류')),
                        ('arguments', models.JSONField(default=dict, verbose_name='인수')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='시킨 사람')),
                        ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='시킨 자격')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='만든 때')),
                        ('state', models.CharField(choices=[('waiting', '대기'), ('running', '진행 중'), ('done', '완료'), ('failed', '실패')], default='waiting', max_length=10, verbose_name='상태')),
                        ('progress', models.PositiveSmallIntegerField(default=0, help_text='백분율', verbose_name='진행률')),
                        ('message', models.CharField(blank=True, max_length=500, verbose_name='알림')),
                        ('heard_at', models.DateTimeField(null=True, verbose_name='마지막 소식')),
                        ('worker', models.CharField(blank=True, db_default='', max_length=64, verbose_name='맡은 프로세스')),
                        ('attempts', models.PositiveSmallIntegerField(db_default=0, verbose_name='시작한 횟수')),
                    ],
                    options={
                        'verbose_name': '작업',
                        'verbose_name_plural': '작업',
                        'ordering': ['-created_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='operations_task_state_known'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='operations_task_progress_limited')],
                    },
                ),
            ],
        ),
    ]
