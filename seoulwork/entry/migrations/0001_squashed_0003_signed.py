"""The tables of a new installation, as the migrations that it replaces leave them: those stay for the databases that have some of them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import seoulwork.figures.creating
import seoulwork.figures.divisions
import seoulwork.figures.fields


class Migration(migrations.Migration):

    replaces = [('entry', '0001_initial'), ('entry', '0002_planned_months'), ('entry', '0003_signed')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0003_posts'),
    ]

    operations = [
        seoulwork.figures.creating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Sending',
                    fields=[
                        ('request', models.UUIDField(primary_key=True, serialize=False, verbose_name='번호')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='보낸 사람')),
                        ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='때')),
                        ('digest', models.CharField(max_length=64, verbose_name='내용의 SHA-256')),
                        ('answer', models.JSONField(default=dict, verbose_name='답')),
                    ],
                    options={
                        'verbose_name': '보내기',
                        'verbose_name_plural': '보내기',
                    },
                ),
                migrations.CreateModel(
                    name='PlannedMonth',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', seoulwork.figures.fields.MonthField(unique=True, verbose_name='달')),
                        ('opens', models.DateField(verbose_name='여는 날')),
                        ('due', models.DateField(verbose_name='제출 기한')),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='정한 사람')),
                        ('at', models.DateTimeField(auto_now=True, verbose_name='정한 때')),
                    ],
                    options={
                        'verbose_name': '연간 일정',
                        'verbose_name_plural': '연간 일정',
                        'ordering': ['month'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('month__number__range', (1, 12)), ('month__year__range', (1900, 2999))), name='entry_plannedmonth_month_valid'), models.CheckConstraint(condition=models.Q(('opens__lte', models.F('due'))), name='entry_plannedmonth_days_ordered', violation_error_message='여는 날이 제출 기한보다 늦습니다.')],
                    },
                ),
                migrations.CreateModel(
                    name='ReportingMonth',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('division', models.CharField(choices=seoulwork.figures.divisions.division_choices, max_length=20, verbose_name='담당관')),
                        ('month', seoulwork.figures.fields.MonthField(verbose_name='달')),
                        ('state', models.CharField(choices=[('open', '입력 중'), ('submitted', '제출'), ('approved', '승인'), ('closed', '마감')], default='open', max_length=10, verbose_name='상태')),
                        ('deadline', models.DateField(help_text='그날까지 제출하면 늦지 않은 것입니다.', verbose_name='제출 기한')),
                        ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='바뀐 때')),
                        ('changed_by', models.ForeignKey(blank=True, help_text='비어 있으면 관리 명령', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='바꾼 사람')),
                        ('changed_as', models.CharField(blank=True, db_default='', help_text='본래 자격이 아니면 이름과 함께: 누구의 대결인지', max_length=200, verbose_name='바꾼 자격')),
                    ],
                    options={
                        'verbose_name': '입력 달',
                        'verbose_name_plural': '입력 달',
                        'ordering': ['-month', 'division'],
                        'constraints': [models.UniqueConstraint(fields=('division', 'month'), name='entry_reportingmonth_unique', violation_error_message='이미 연 달입니다.'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'submitted', 'approved', 'closed'])), name='entry_reportingmonth_state_known'), models.CheckConstraint(condition=models.Q(('month__number__range', (1, 12)), ('month__year__range', (1900, 2999))), name='entry_reportingmonth_month_valid')],
                    },
                ),
            ],
        ),
    ]
