"""The tables of a new installation, as the migrations that it replaces leave them: those stay for the databases that have some of them."""

from typing import Any

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import seoulwork.figures.creating
import seoulwork.figures.fields
import seoulwork.figures.models.dated
from seoulwork.figures.models.units import store_usual


def store(apps: Any, schema_editor: Any) -> None:
    store_usual(apps.get_model("figures", "Unit"), schema_editor.connection.alias)


class Migration(migrations.Migration):

    replaces = [('figures', '0001_initial'), ('figures', '0002_division_names'), ('figures', '0003_words_of_the_bureau'), ('figures', '0004_teams_of_divisions'), ('figures', '0005_units'), ('figures', '0006_usual_units')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0003_posts'),
    ]

    operations = [
        seoulwork.figures.creating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='DivisionState',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_month', seoulwork.figures.fields.MonthField(db_default=190001, default=seoulwork.figures.models.dated.beginning, verbose_name='언제부터')),
                        ('gone', models.BooleanField(db_default=False, default=False, verbose_name='없어짐')),
                        ('division', models.CharField(max_length=20, verbose_name='담당관')),
                        ('name', models.CharField(help_text='예: 노동정책담당관', max_length=40, verbose_name='이름')),
                        ('unit', models.CharField(default='담당관', help_text="조직에 '3담당관'처럼 나옵니다. 예: 담당관, 과", max_length=10, verbose_name='세는 말')),
                        ('teams', models.PositiveSmallIntegerField(blank=True, help_text='비우면 모르는 것입니다. 보고에는 정책관 현황의 팀 수가 나옵니다.', null=True, verbose_name='팀 수')),
                        ('position', models.PositiveSmallIntegerField(help_text='보고와 목록에 나오는 순서', verbose_name='순서')),
                        ('changed_at', models.DateTimeField(auto_now=True, verbose_name='바뀐 때')),
                    ],
                    options={
                        'verbose_name': '담당관',
                        'verbose_name_plural': '담당관',
                        'ordering': ['position', 'division', 'from_month'],
                        'constraints': [models.UniqueConstraint(fields=('division', 'from_month'), name='figures_division_state_unique', violation_error_message='그 달부터의 내용이 이미 있습니다. 목록에서 그 내용을 찾아 고쳐 주세요.'), models.CheckConstraint(condition=models.Q(('from_month__number__range', (1, 12)), ('from_month__year__range', (1900, 2999))), name='figures_division_from_month_valid'), models.UniqueConstraint(condition=models.Q(('gone', False)), fields=('name', 'from_month'), name='figures_division_name_unique', violation_error_message='같은 달부터 같은 것이 이미 있습니다. 다르게 적어 주세요.'), models.CheckConstraint(condition=models.Q(('division__in', ['programmes', 'labour', 'socialeconomy'])), name='figures_division_known', violation_error_message='없는 담당관입니다.'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('unit', ''), _negated=True)), name='figures_division_named', violation_error_message='이름과 세는 말을 적어 주세요.')],
                    },
                ),
                migrations.CreateModel(
                    name='Limits',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fewest_months', models.PositiveIntegerField(default=6, help_text='지난 열두 달 가운데 이만큼 알아야 보통 범위와 견줍니다. (3~12, 처음 값 6)', validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(12)], verbose_name='보통을 말하는 달 수')),
                        ('below', models.PositiveIntegerField(default=80, help_text='지난 달들의 가운데 값보다 이만큼 적은 값까지는 묻지 않습니다. (10~99, 처음 값 80)', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(99)], verbose_name='보통보다 적은 폭(%)')),
                        ('above', models.PositiveIntegerField(default=200, help_text='지난 달들의 가운데 값보다 이만큼 많은 값까지는 묻지 않습니다. (10~900, 처음 값 200)', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(900)], verbose_name='보통보다 많은 폭(%)')),
                        ('times', models.PositiveIntegerField(default=5, help_text='아는 달이 적을 때와 목표·예산액은, 앞선 값의 이 배를 넘거나 이 몫보다 적으면 묻습니다. (2~10, 처음 값 5)', validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(10)], verbose_name='몇 배부터')),
                        ('stock_change', models.PositiveIntegerField(default=50, help_text='누계(최근) 지표가 앞선 수치에서 이보다 크게 변하면 묻습니다. (5~900, 처음 값 50)', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(900)], verbose_name='누계의 변화(%)')),
                        ('stock_fall', models.PositiveIntegerField(default=20, help_text='늘기만 하지는 않는 누계 지표가 이보다 크게 줄면 묻습니다. (1~99, 처음 값 20)', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='누계의 감소(%)')),
                        ('small', models.PositiveIntegerField(default=20, help_text='이보다 작은 수는 석 달 내리 같아도 묻지 않습니다. (1~1,000, 처음 값 20)', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)], verbose_name='작은 수')),
                        ('copied_from', models.PositiveIntegerField(default=1000, help_text='지난해와 똑같은 값은 이 수부터, 목표와 똑같은 값은 그 10분의 1부터 묻습니다. (10~1,000,000, 처음 값 1,000)', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(1000000)], verbose_name='옮겨 적은 수')),
                        ('far_beyond', models.PositiveIntegerField(default=150, help_text='달성률이 이보다 높으면 묻습니다. (101~1,000, 처음 값 150)', validators=[django.core.validators.MinValueValidator(101), django.core.validators.MaxValueValidator(1000)], verbose_name='목표를 넘은 달성률(%)')),
                        ('amount_step', models.PositiveIntegerField(default=60, help_text='집행 누계가 한 달에 예산의 이만큼보다 많이 늘면 묻습니다. 12월에는 묻지 않습니다. (10~100, 처음 값 60)', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(100)], verbose_name='한 달의 집행(%)')),
                        ('pace_margin', models.PositiveIntegerField(default=10, help_text='기대 진도보다 이만큼 넘게 낮으면 부진 사유를 묻고 수치 점검이 알립니다. (1~100, 처음 값 10)', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='진도의 차이(%p)')),
                        ('execution_margin', models.PositiveIntegerField(default=15, help_text='집행률이 기대 진도보다 이만큼 넘게 낮으면 수치 점검이 알립니다. (1~100, 처음 값 15)', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='집행 진도의 차이(%p)')),
                        ('working_days', models.PositiveIntegerField(default=70, help_text='하루 평균의 관계: 평일 가운데 적어도 이만큼은 일한 날로 봅니다. (10~100, 처음 값 70)', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(100)], verbose_name='일하는 날(%)')),
                        ('head_times', models.PositiveIntegerField(default=2, help_text='현원이 정원의 이 배에 아래의 사람 수를 더한 것보다 많으면 확인을 청합니다. (1~10, 처음 값 2)', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='정원의 몇 배')),
                        ('head_margin', models.PositiveIntegerField(default=5, help_text='위의 배수에 더하는 사람 수입니다. (0~1,000, 처음 값 5)', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='정원 위의 사람 수')),
                    ],
                    options={
                        'verbose_name': '되묻는 기준',
                        'verbose_name_plural': '되묻는 기준',
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='figures_limits_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Bureau',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('entered_by', models.ForeignKey(blank=True, db_index=False, help_text='비어 있으면 관리 명령이 넣은 값', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='입력한 사람')),
                        ('entered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='입력한 때')),
                        ('source', models.CharField(choices=[('data', '자료 반입'), ('browser', '브라우저 입력'), ('workbook', '엑셀 반입')], max_length=10, verbose_name='출처')),
                        ('place', models.CharField(blank=True, max_length=300, verbose_name='출처의 자리')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='사유')),
                        ('note', models.CharField(blank=True, max_length=500, verbose_name='메모')),
                        ('superseded_at', models.DateTimeField(blank=True, null=True, verbose_name='대체된 때')),
                        ('superseded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='figures.bureau', verbose_name='대체한 값')),
                        ('as_of', models.DateField(verbose_name='기준일')),
                        ('name', models.CharField(max_length=60, verbose_name='정책관')),
                        ('directors', models.PositiveSmallIntegerField(help_text='명', verbose_name='정책관 수')),
                        ('director_unit', models.CharField(db_default='정책관', default='정책관', help_text="조직에 '1정책관'처럼 나옵니다.", max_length=10, verbose_name='정책관을 세는 말')),
                        ('teams', models.PositiveSmallIntegerField(verbose_name='팀 수')),
                        ('team_unit', models.CharField(db_default='팀', default='팀', help_text="조직에 '15팀'처럼 나옵니다.", max_length=10, verbose_name='팀을 세는 말')),
                        ('off_quota_staff', models.PositiveIntegerField(help_text='명', verbose_name='정원 외 공무직')),
                    ],
                    options={
                        'verbose_name': '정책관 현황',
                        'verbose_name_plural': '정책관 현황',
                        'ordering': ['-as_of', '-pk'],
                        'indexes': [models.Index(condition=models.Q(('superseded_by__isnull', False)), fields=['superseded_by'], name='figures_bureau_by')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('as_of',), name='figures_bureau_current_unique', violation_error_message='같은 자리에 이미 값이 있습니다. 화면을 새로 고친 뒤 다시 시도해 주세요.'), models.CheckConstraint(condition=models.Q(('source__in', ['data', 'browser', 'workbook'])), name='figures_bureau_source_known'), models.CheckConstraint(condition=models.Q(('superseded_by__isnull', True), models.Q(('superseded_at__isnull', False), models.Q(('superseded_by', models.F('id')), _negated=True)), _connector='OR'), name='figures_bureau_superseded_rightly')],
                    },
                ),
                migrations.CreateModel(
                    name='Unit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(blank=True, error_messages={'unique': '같은 이름의 단위가 이미 있습니다.'}, help_text='예: 톤, 면, 천톤, 명/년', max_length=10, unique=True, verbose_name='이름')),
                        ('base', seoulwork.figures.fields.UnitField(help_text='새로 세는 단위는 비웁니다. 천톤이라면 톤을 고릅니다.', on_delete=django.db.models.deletion.RESTRICT, verbose_name='무엇의 배수')),
                        ('factor', models.PositiveIntegerField(default=1, help_text='천톤은 톤의 1000입니다. 새로 세는 단위는 1입니다.', verbose_name='배수')),
                        ('usual', models.BooleanField(default=False, editable=False, verbose_name='처음부터 있는 단위')),
                        ('offered', models.BooleanField(default=True, help_text='끄면 새로 고르지 못하고, 이미 쓰는 곳에서는 그대로 읽습니다.', verbose_name='고를 수 있음')),
                        ('changed_at', models.DateTimeField(auto_now=True, verbose_name='바뀐 때')),
                    ],
                    options={
                        'verbose_name': '단위',
                        'verbose_name_plural': '단위',
                        'ordering': ['base', 'factor', 'name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('factor__gte', 1), ('factor__lte', 1000000000)), name='figures_unit_factor_in_range', violation_error_message='배수는 1부터 1,000,000,000까지입니다.'), models.CheckConstraint(condition=models.Q(models.Q(('base', models.F('name')), _negated=True), ('factor', 1), _connector='OR'), name='figures_unit_base_counts_itself', violation_error_message='새로 세는 단위의 배수는 1입니다.'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('usual', True), _connector='OR'), name='figures_unit_named', violation_error_message='단위의 이름을 적어 주세요.')],
                    },
                ),
            ],
        ),
        migrations.RunPython(store, migrations.RunPython.noop),
    ]
