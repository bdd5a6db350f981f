"""The tables of a new installation, as the migrations that it replaces leave them: those stay for the databases that have some of them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import seoulwork.figures.creating
import seoulwork.figures.divisions


class Migration(migrations.Migration):

    replaces = [('workbook', '0001_initial'), ('workbook', '0002_several_files_at_once'), ('workbook', '0003_workbook_has_kind'), ('workbook', '0004_dated_lists')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0003_posts'),
    ]

    operations = [
        seoulwork.figures.creating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Bundle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('division', models.CharField(blank=True, choices=seoulwork.figures.divisions.division_choices, help_text='비어 있으면 서식마다 적힌 담당관', max_length=20, verbose_name='담당관')),
                        ('sender', models.CharField(blank=True, max_length=80, verbose_name='보낸 곳')),
                        ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='연도')),
                        ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='받은 때')),
                        ('received_by', models.ForeignKey(blank=True, help_text='비어 있으면 관리 명령', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='받은 사람')),
                        ('clashes', models.JSONField(default=dict, help_text='clashes.py가 만든 값', verbose_name='서로 다른 값')),
                    ],
                    options={
                        'verbose_name': '묶음',
                        'verbose_name_plural': '묶음',
                        'ordering': ['-received_at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Workbook',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('division', models.CharField(choices=seoulwork.figures.divisions.division_choices, max_length=20, verbose_name='담당관')),
                        ('kind', models.CharField(choices=[('actuals', '실적'), ('targets', '목표'), ('plans', '월별 계획'), ('budgets', '예산'), ('indicators', '지표와 세부'), ('headcount', '인력'), ('dated', '시행일이 있는 목록')], db_default='actuals', default='actuals', max_length=20, verbose_name='종류')),
                        ('name', models.CharField(max_length=200, verbose_name='파일 이름')),
                        ('sender', models.CharField(blank=True, max_length=80, verbose_name='보낸 곳')),
                        ('year', models.PositiveSmallIntegerField(blank=True, help_text='비어 있으면 파일에 적힌 연도', null=True, verbose_name='연도')),
                        ('content', models.BinaryField(verbose_name='내용')),
                        ('size', models.PositiveIntegerField(help_text='바이트', verbose_name='크기')),
                        ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                        ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='받은 때')),
                        ('received_by', models.ForeignKey(blank=True, help_text='비어 있으면 관리 명령', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='받은 사람')),
                    ],
                    options={
                        'verbose_name': '통합 문서',
                        'verbose_name_plural': '통합 문서',
                        'ordering': ['-received_at', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('division', 'sha256'), name='workbook_workbook_unique', violation_error_message='같은 파일을 이미 받았습니다.'), models.CheckConstraint(condition=models.Q(('kind__in', ['actuals', 'targets', 'plans', 'budgets', 'indicators', 'headcount', 'dated'])), name='workbook_workbook_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Mapping',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('division', models.CharField(choices=seoulwork.figures.divisions.division_choices, max_length=20, verbose_name='담당관')),
                        ('sender', models.CharField(max_length=80, verbose_name='보낸 곳')),
                        ('question', models.CharField(max_length=400, verbose_name='물은 것')),
                        ('answer', models.CharField(max_length=80, verbose_name='답')),
                        ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='답한 때')),
                        ('answered_by', models.ForeignKey(blank=True, help_text='비어 있으면 관리 명령', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='답한 사람')),
                    ],
                    options={
                        'verbose_name': '대응',
                        'verbose_name_plural': '대응',
                        'ordering': ['division', 'sender', 'question'],
                        'constraints': [models.UniqueConstraint(fields=('division', 'sender', 'question'), name='workbook_mapping_unique'), models.CheckConstraint(condition=models.Q(('answer', ''), _negated=True), name='workbook_mapping_answered'), models.CheckConstraint(condition=models.Q(('sender', ''), _negated=True), name='workbook_mapping_has_sender', violation_error_message='답을 기억하려면 보낸 곳이 있어야 합니다.')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('workbook', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='report', to='workbook.workbook', verbose_name='통합 문서')),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='만든 때')),
                        ('state', models.CharField(choices=[('asks', '물음 있음'), ('wrong', '고칠 칸 있음'), ('nothing', '반입할 것 없음'), ('ready', '반입할 수 있음')], max_length=10, verbose_name='상태')),
                        ('content', models.JSONField(help_text='report.py가 만든 값; 칸마다 CELL 차례의 목록', verbose_name='내용')),
                    ],
                    options={
                        'verbose_name': '미리보기',
                        'verbose_name_plural': '미리보기',
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asks', 'wrong', 'nothing', 'ready'])), name='workbook_report_state_known')],
                    },
                ),
                migrations.CreateModel(
                    name='BundleFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='workbook.bundle', verbose_name='묶음')),
                        ('position', models.PositiveSmallIntegerField(verbose_name='순서')),
                        ('name', models.CharField(max_length=400, verbose_name='파일 이름')),
                        ('size', models.PositiveIntegerField(help_text='바이트', verbose_name='크기')),
                        ('content', models.BinaryField(help_text='읽기 전까지만; 읽은 것은 통합 문서에 있음', null=True, verbose_name='내용')),
                        ('workbook', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bundle_files', to='workbook.workbook', verbose_name='통합 문서')),
                        ('refusal', models.CharField(blank=True, max_length=500, verbose_name='거절한 까닭')),
                        ('outcome', models.CharField(blank=True, max_length=500, verbose_name='반입한 결과')),
                    ],
                    options={
                        'verbose_name': '묶음의 파일',
                        'verbose_name_plural': '묶음의 파일',
                        'ordering': ['bundle_id', 'position', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Batch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('workbook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='workbook.workbook', verbose_name='통합 문서')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='반입한 때')),
                        ('by', models.ForeignKey(blank=True, help_text='비어 있으면 관리 명령', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='반입한 사람')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='사유')),
                        ('figures', models.PositiveIntegerField(help_text='새 값과 바뀐 값; 분자와 분모, 원인행위액과 지출액은 저마다 하나', verbose_name='반입한 값')),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='되돌린 때')),
                        ('undone_by', models.ForeignKey(blank=True, help_text='비어 있으면 관리 명령', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='되돌린 사람')),
                        ('undo_reason', models.CharField(blank=True, max_length=300, verbose_name='되돌린 사유')),
                    ],
                    options={
                        'verbose_name': '반입',
                        'verbose_name_plural': '반입',
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('workbook',), name='workbook_batch_once', violation_error_message='이미 반입한 파일입니다.'), models.CheckConstraint(condition=models.Q(('figures__gt', 0)), name='workbook_batch_wrote_something')],
                    },
                ),
            ],
        ),
    ]
