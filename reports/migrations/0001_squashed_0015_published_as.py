"""The tables of a new installation, as the migrations that it replaces leave them: those stay for the databases that have some of them."""

from typing import Any

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import seoulwork.figures.creating
import seoulwork.figures.divisions
import seoulwork.figures.fields

SQLITE = (
    "CREATE VIRTUAL TABLE reports_printedline_found USING fts5(pairs, content='reports_printedline', content_rowid='id', "
    "detail=none, columnsize=0, tokenize=\"unicode61 remove_diacritics 0 tokenchars '.'\")",
    "CREATE TRIGGER reports_printedline_added AFTER INSERT ON reports_printedline BEGIN "
    "INSERT INTO reports_printedline_found(rowid, pairs) VALUES (new.id, new.pairs); END",
    "CREATE TRIGGER reports_printedline_removed AFTER DELETE ON reports_printedline BEGIN "
    "INSERT INTO reports_printedline_found(reports_printedline_found, rowid, pairs) VALUES ('delete', old.id, old.pairs); END",
    "CREATE TRIGGER reports_printedline_changed AFTER UPDATE ON reports_printedline BEGIN "
    "INSERT INTO reports_printedline_found(reports_printedline_found, rowid, pairs) VALUES ('delete', old.id, old.pairs); "
    "INSERT INTO reports_printedline_found(rowid, pairs) VALUES (new.id, new.pairs); END",
)


def indexed(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX reports_printedline_pairs ON reports_printedline USING gin (string_to_array(pairs, ' '))"
        )
        return
    for statement in SQLITE:
        schema_editor.execute(statement, params=None)


def bare(apps: Any, schema_editor: Any) -> None:
    """The triggers and the index go with their table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE reports_printedline_found")
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER reports_printedline_{name}")


class Migration(migrations.Migration):

    replaces = [('reports', '0001_initial'), ('reports', '0002_arranged'), ('reports', '0003_kind_and_number'), ('reports', '0004_published_rows_stay'), ('reports', '0005_editions'), ('reports', '0006_source_and_seen'), ('reports', '0007_kind_outlines'), ('reports', '0008_hwpx'), ('reports', '0009_printed_lines'), ('reports', '0010_printed_figures'), ('reports', '0011_questions'), ('reports', '0012_appointed_and_shared'), ('reports', '0013_files_in_order'), ('reports', '0014_measured_places'), ('reports', '0015_published_as')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0003_posts'),
    ]

    operations = [
        seoulwork.figures.creating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Briefing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', seoulwork.figures.fields.MonthField(verbose_name='보고 달')),
                        ('number', models.PositiveSmallIntegerField(db_default=1, default=1, editable=False, verbose_name='그 달의 번째')),
                        ('kind', models.CharField(choices=[('report', '주요업무보고'), ('audit', '행정사무감사'), ('settlement', '예산결산'), ('monthly', '월간')], db_default='report', default='report', max_length=10, verbose_name='보고 종류')),
                        ('reference_month', seoulwork.figures.fields.MonthField(verbose_name='실적 기준 달')),
                        ('plan_year', models.PositiveSmallIntegerField(verbose_name='계획 연도')),
                        ('session', models.CharField(max_length=60, verbose_name='회기')),
                        ('committee', models.CharField(max_length=60, verbose_name='위원회')),
                        ('title', models.CharField(max_length=60, verbose_name='제목')),
                        ('vision', models.CharField(max_length=80, verbose_name='비전')),
                        ('shortfalls', models.BooleanField(default=False, verbose_name='부진 사유 싣기')),
                        ('source', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reports.briefing', verbose_name='이어 쓴 보고')),
                        ('arranged', models.JSONField(blank=True, editable=False, null=True, verbose_name='차례')),
                    ],
                    options={
                        'verbose_name': '업무보고',
                        'verbose_name_plural': '업무보고',
                        'ordering': ['-month', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('month', 'number'), name='reports_briefing_name_unique'), models.UniqueConstraint(fields=('month', 'kind', 'session', 'committee'), name='reports_briefing_told_apart', violation_error_message='그 달에 종류, 회기, 위원회가 같은 업무보고가 이미 있습니다. 목록에서 열거나, 다른 것을 적어 주세요.'), models.CheckConstraint(condition=models.Q(('number__range', (1, 99))), name='reports_briefing_number_valid'), models.CheckConstraint(condition=models.Q(('kind__in', ['report', 'audit', 'settlement', 'monthly'])), name='reports_briefing_kind_known'), models.CheckConstraint(condition=models.Q(('month__number__range', (1, 12)), ('month__year__range', (1900, 2999)), ('reference_month__number__range', (1, 12)), ('reference_month__year__range', (1900, 2999)), ('reference_month__lte', models.F('month'))), name='reports_briefing_months_ordered', violation_error_message='실적 기준 달이 보고 달보다 늦습니다.'), models.CheckConstraint(condition=models.Q(('reference_month__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('plan_year'), '*', models.Value(100)), '-', models.Value(99))), ('reference_month__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('plan_year'), '*', models.Value(100)), '+', models.Value(12)))), name='reports_briefing_plan_year_near', violation_error_message='계획 연도는 실적 기준 달의 해이거나 그다음 해입니다.')],
                    },
                ),
                migrations.CreateModel(
                    name='KindOutline',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('report', '주요업무보고'), ('audit', '행정사무감사'), ('settlement', '예산결산'), ('monthly', '월간')], max_length=10, unique=True, verbose_name='보고 종류')),
                        ('arranged', models.JSONField(editable=False, verbose_name='부분')),
                        ('headings', models.TextField(blank=True, verbose_name='사업마다의 제목')),
                    ],
                    options={
                        'verbose_name': '보고의 틀',
                        'verbose_name_plural': '보고의 틀',
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['report', 'audit', 'settlement', 'monthly'])), name='reports_kindoutline_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Answer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='reports.briefing', verbose_name='업무보고')),
                        ('digest', models.CharField(max_length=64, verbose_name='점검 결과')),
                        ('rule', models.CharField(max_length=60, verbose_name='규칙')),
                        ('place', models.CharField(max_length=300, verbose_name='자리')),
                        ('sentence', models.TextField(verbose_name='내용')),
                        ('reason', models.CharField(max_length=300, verbose_name='사유')),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='받아들인 사람')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='받아들인 때')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='되돌린 때')),
                        ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='되돌린 사람')),
                    ],
                    options={
                        'verbose_name': '점검 답',
                        'verbose_name_plural': '점검 답',
                        'ordering': ['briefing_id', 'at', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('briefing', 'digest'), name='reports_answer_current_unique', violation_error_message='이미 받아들인 점검 결과입니다.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reports_answer_has_reason', violation_error_message='사유를 적어 주세요.')],
                    },
                ),
                migrations.CreateModel(
                    name='DraftFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='reports.briefing', verbose_name='업무보고')),
                        ('format', models.CharField(choices=[('html', 'HTML'), ('pdf', 'PDF'), ('xlsx', '엑셀'), ('hwpx', '한글(HWPX)')], max_length=5, verbose_name='형식')),
                        ('content', models.BinaryField(verbose_name='내용')),
                        ('made_at', models.DateTimeField(verbose_name='수치를 읽은 때')),
                    ],
                    options={
                        'verbose_name': '초안 파일',
                        'verbose_name_plural': '초안 파일',
                        'constraints': [models.UniqueConstraint(fields=('briefing', 'format'), name='reports_draft_file_unique'), models.CheckConstraint(condition=models.Q(('format__in', ['html', 'pdf', 'xlsx', 'hwpx'])), name='reports_draft_file_format_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Edition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='reports.briefing', verbose_name='업무보고')),
                        ('number', models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='판')),
                        ('correction', models.CharField(blank=True, db_default='', max_length=300, verbose_name='정정 사유')),
                        ('published_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='발행한 때')),
                        ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='발행한 사람')),
                        ('published_as', models.CharField(blank=True, db_default='', help_text='본래 자격이 아니면', max_length=200, verbose_name='발행한 자격')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='점검을 남기고 발행한 사유')),
                        ('sheet', models.TextField(help_text='발행할 때의 담당관별 상태, 점검 결과와 답(JSON)', verbose_name='점검표')),
                        ('sheet_sha256', models.CharField(max_length=64, verbose_name='점검표의 SHA-256')),
                        ('document', models.TextField(blank=True, db_default='', help_text='발행한 문서(JSON)', verbose_name='문서')),
                        ('document_sha256', models.CharField(blank=True, db_default='', max_length=64, verbose_name='문서의 SHA-256')),
                        ('sealed', models.CharField(blank=True, db_default='', max_length=64, verbose_name='이어진 SHA-256')),
                        ('record_end', models.CharField(blank=True, db_default='', help_text='발행할 때 활동 기록이 이어진 끝(차례:지문)', max_length=90, verbose_name='활동 기록의 끝')),
                        ('readable_from', models.DateTimeField(blank=True, help_text='비면 발행한 때부터', null=True, verbose_name='읽을 수 있는 때')),
                    ],
                    options={
                        'verbose_name': '발행한 판',
                        'verbose_name_plural': '발행한 판',
                        'ordering': ['briefing_id', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('briefing', 'number'), name='reports_edition_unique'), models.CheckConstraint(condition=models.Q(models.Q(('correction', ''), ('number', 1)), models.Q(('number__gt', 1), models.Q(('correction', ''), _negated=True)), _connector='OR'), name='reports_edition_correction_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Seen',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen', to='reports.briefing', verbose_name='업무보고')),
                        ('digest', models.CharField(max_length=32, verbose_name='다시 볼 것')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='본 사람')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='본 때')),
                    ],
                    options={
                        'verbose_name': '보았음',
                        'verbose_name_plural': '보았음',
                        'constraints': [models.UniqueConstraint(fields=('briefing', 'digest'), name='reports_seen_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='Correction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.briefing', verbose_name='업무보고')),
                        ('reason', models.CharField(max_length=300, verbose_name='정정 사유')),
                        ('reasons', models.JSONField(blank=True, default=dict, verbose_name='줄마다의 사유')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='시작한 사람')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='시작한 때')),
                        ('edition', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='came_of', to='reports.edition', verbose_name='정정한 판')),
                        ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='그만둔 때')),
                    ],
                    options={
                        'verbose_name': '정정',
                        'verbose_name_plural': '정정',
                        'ordering': ['briefing_id', 'at', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('edition__isnull', True), ('given_up_at__isnull', True)), fields=('briefing',), name='reports_correction_one_under_way', violation_error_message='이미 정정하고 있는 업무보고입니다.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reports_correction_has_reason', violation_error_message='사유를 적어 주세요.'), models.CheckConstraint(condition=models.Q(('edition__isnull', True), ('given_up_at__isnull', True), _connector='OR'), name='reports_correction_ends_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Advance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='advances', to='reports.edition', verbose_name='판')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='받은 사람')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='준 사람')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='준 때')),
                        ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='거둔 때')),
                    ],
                    options={
                        'verbose_name': '미리보기',
                        'verbose_name_plural': '미리보기',
                        'ordering': ['edition_id', 'at', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('taken_at__isnull', True)), fields=('edition', 'user'), name='reports_advance_given_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Measured',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measured', to='reports.edition', verbose_name='판')),
                        ('division', models.CharField(max_length=20, verbose_name='담당관')),
                        ('kind', models.CharField(max_length=10, verbose_name='무엇')),
                        ('number', models.BigIntegerField(verbose_name='번호')),
                        ('name', models.TextField(verbose_name='이름')),
                        ('facts', models.JSONField(help_text='[[이름, 글], …]', verbose_name='뜻')),
                        ('stored', models.JSONField(help_text='[[구분, 세부, 기간, 차례, 값, 기준일, 입력], …]', verbose_name='저장된 값')),
                        ('places', models.JSONField(blank=True, default=list, help_text='저장된 값마다 그 자리(places.py)', verbose_name='저장된 자리')),
                    ],
                    options={
                        'verbose_name': '인쇄된 지표',
                        'verbose_name_plural': '인쇄된 지표',
                        'ordering': ['edition_id', 'pk'],
                        'indexes': [models.Index(fields=['division', 'kind', 'number', '-edition'], name='reports_measured_editions')],
                        'constraints': [models.UniqueConstraint(fields=('edition', 'division', 'kind', 'number'), name='reports_measured_once_an_edition'), models.CheckConstraint(condition=models.Q(('kind__in', ['indicator', 'budget'])), name='reports_measured_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='PrintedLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='reports.edition', verbose_name='판')),
                        ('position', models.PositiveIntegerField(verbose_name='차례')),
                        ('section', models.CharField(max_length=80, verbose_name='부분')),
                        ('title', models.TextField(verbose_name='부분의 제목')),
                        ('place', models.TextField(help_text='소제목이나 표의 줄', verbose_name='자리')),
                        ('page', models.PositiveSmallIntegerField(null=True, verbose_name='쪽')),
                        ('text', models.TextField(verbose_name='글')),
                        ('words', models.TextField(verbose_name='낱말')),
                        ('pairs', models.TextField(verbose_name='두 글자씩')),
                    ],
                    options={
                        'verbose_name': '인쇄된 줄',
                        'verbose_name_plural': '인쇄된 줄',
                        'ordering': ['edition_id', 'position'],
                        'constraints': [models.UniqueConstraint(fields=('edition', 'position'), name='reports_printed_line_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='PublishedFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.edition', verbose_name='판')),
                        ('format', models.CharField(choices=[('html', 'HTML'), ('pdf', 'PDF'), ('xlsx', '엑셀'), ('hwpx', '한글(HWPX)')], max_length=5, verbose_name='형식')),
                        ('size', models.PositiveIntegerField(help_text='바이트', verbose_name='크기')),
                        ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                        ('content', models.BinaryField(verbose_name='내용')),
                    ],
                    options={
                        'verbose_name': '발행 파일',
                        'verbose_name_plural': '발행 파일',
                        'ordering': ['edition_id', models.Case(models.When(format='pdf', then=0), models.When(format='html', then=1), models.When(format='xlsx', then=2), models.When(format='hwpx', then=3))],
                        'constraints': [models.UniqueConstraint(fields=('edition', 'format'), name='reports_published_file_unique'), models.CheckConstraint(condition=models.Q(('format__in', ['html', 'pdf', 'xlsx', 'hwpx'])), name='reports_published_file_format_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='reports.edition', verbose_name='판')),
                        ('division', models.CharField(blank=True, choices=seoulwork.figures.divisions.division_choices, help_text='비어 있으면 관리자가 답합니다', max_length=20, verbose_name='담당관')),
                        ('section', models.CharField(max_length=80, verbose_name='부분')),
                        ('title', models.TextField(verbose_name='부분의 제목')),
                        ('place', models.TextField(blank=True, verbose_name='자리')),
                        ('line', models.TextField(verbose_name='줄')),
                        ('figure', models.CharField(blank=True, max_length=100, verbose_name='수치')),
                        ('kind', models.CharField(blank=True, max_length=10, verbose_name='무엇의')),
                        ('number', models.BigIntegerField(blank=True, null=True, verbose_name='번호')),
                        ('text', models.CharField(max_length=500, verbose_name='질의')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='물은 사람')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='물은 때')),
                        ('answer', models.TextField(blank=True, verbose_name='답변')),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='답한 사람')),
                        ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='답한 때')),
                    ],
                    options={
                        'verbose_name': '질의',
                        'verbose_name_plural': '질의',
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['edition', 'section'], name='reports_question_place')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reports_question_asks', violation_error_message='질의를 적어 주세요.'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='reports_question_answered_rightly')],
                    },
                ),
                migrations.CreateModel(
                    name='ReadingLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='reports.edition', verbose_name='판')),
                        ('given_to', models.CharField(max_length=100, verbose_name='받는 사람')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='만든 사람')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='만든 때')),
                        ('expires_at', models.DateTimeField(verbose_name='끝나는 때')),
                        ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='거둔 때')),
                    ],
                    options={
                        'verbose_name': '읽기 주소',
                        'verbose_name_plural': '읽기 주소',
                        'ordering': ['edition_id', 'at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('given_to', ''), _negated=True), name='reports_reading_link_names_somebody'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('at'))), name='reports_reading_link_ends')],
                    },
                ),
                migrations.CreateModel(
                    name='Withdrawal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='reports.edition', verbose_name='판')),
                        ('reason', models.CharField(max_length=300, verbose_name='사유')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='회수한 사람')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='회수한 때')),
                    ],
                    options={
                        'verbose_name': '회수',
                        'verbose_name_plural': '회수',
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reports_withdrawal_has_reason', violation_error_message='사유를 적어 주세요.')],
                    },
                ),
                migrations.CreateModel(
                    name='PrintedFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.measured', verbose_name='지표')),
                        ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.printedline', verbose_name='줄')),
                        ('text', models.TextField(verbose_name='수치')),
                    ],
                    options={
                        'verbose_name': '인쇄된 수치',
                        'verbose_name_plural': '인쇄된 수치',
                        'ordering': ['pk'],
                    },
                ),
            ],
        ),
        migrations.RunPython(indexed, bare),
    ]
