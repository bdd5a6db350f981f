"""The tables of a new installation, as the migrations that it replaces leave them: those stay for the databases that have some of them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import seoulwork.figures.creating
import seoulwork.figures.divisions
import seoulwork.figures.fields


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_manuscript_actions'), ('audit', '0003_remarks_at_the_desk'), ('audit', '0004_briefings_arranged'), ('audit', '0005_tables_at_the_desk'), ('audit', '0006_pictures_at_the_desk'), ('audit', '0007_corrections'), ('audit', '0008_questions'), ('audit', '0009_chain_over_events'), ('audit', '0010_calendar'), ('audit', '0011_read_keys'), ('audit', '0012_access_records'), ('audit', '0013_worked_as'), ('audit', '0014_office_sign_in'), ('audit', '0015_records_closed')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0003_posts'),
        ('reports', '0001_squashed_0015_published_as'),
        ('workbook', '0001_squashed_0004_dated_lists'),
    ]

    operations = [
        seoulwork.figures.creating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Closing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('chain', models.CharField(choices=[('events', '활동 기록'), ('accesses', '접속기록')], max_length=10, verbose_name='무엇의')),
                        ('first', models.PositiveBigIntegerField(verbose_name='처음 차례')),
                        ('last', models.PositiveBigIntegerField(verbose_name='마지막 차례')),
                        ('sealed', models.CharField(max_length=64, verbose_name='마지막의 SHA-256')),
                        ('archive', models.CharField(max_length=200, verbose_name='보관 파일')),
                        ('sha256', models.CharField(max_length=64, verbose_name='보관 파일의 SHA-256')),
                        ('before', models.DateTimeField(verbose_name='언제 앞의 것')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='때')),
                        ('kept', models.JSONField(default=dict, verbose_name='남긴 것')),
                    ],
                    options={
                        'verbose_name': '기록 닫음',
                        'verbose_name_plural': '기록 닫음',
                        'ordering': ['chain', 'last'],
                        'constraints': [models.UniqueConstraint(fields=('chain', 'first'), name='audit_closing_once'), models.CheckConstraint(condition=models.Q(('chain__in', ['events', 'accesses'])), name='audit_closing_chain_known'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='audit_closing_of_rows')],
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='때')),
                        ('actor', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='사람')),
                        ('worked_as', models.CharField(blank=True, db_default='', help_text='그 일을 한 역할과 소속; 대결이면 누구의 대결인지', max_length=200, verbose_name='자격')),
                        ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='주소(IP)')),
                        ('action', models.CharField(choices=[('data_loaded', '자료 반입'), ('month_opened', '입력 열기'), ('month_submitted', '제출'), ('month_sent_back', '돌려보냄'), ('month_approved', '승인'), ('month_closed', '마감'), ('month_reopened', '다시 열기'), ('month_locked_again', '다시 잠금'), ('calendar_moved', '일정 옮김'), ('reminded', '입력 안내'), ('not_reached', '입력 안내 못 보냄'), ('figures_entered', '실적 입력'), ('figures_cleared', '값 지움'), ('note_written', '메모'), ('shortfall_explained', '부진 사유'), ('evidence_added', '근거 자료 올림'), ('evidence_removed', '근거 자료 뺌'), ('workbook_answered', '반입 대응'), ('workbook_imported', '엑셀 반입'), ('workbook_discarded', '받은 파일 지우기'), ('import_undone', '반입 되돌리기'), ('row_added', '추가'), ('row_changed', '수정'), ('row_removed', '삭제'), ('year_carried', '새해 이월'), ('plan_kept', '월별 계획'), ('manuscript_written', '원고 고침'), ('manuscript_restored', '원고 되살림'), ('manuscript_clash_resolved', '엇갈린 줄 고름'), ('manuscript_remarked', '원고에 의견'), ('manuscript_remark_resolved', '원고의 의견 마침'), ('manuscript_table_kept', '원고의 표 고침'), ('manuscript_table_restored', '원고의 표 되살림'), ('manuscript_table_removed', '원고의 표 지움'), ('manuscript_picture_kept', '원고의 그림 고침'), ('manuscript_picture_removed', '원고의 그림 지움'), ('manuscript_submitted', '원고 제출'), ('manuscript_settled', '원고 확정'), ('manuscript_returned', '원고 돌려보냄'), ('briefing_arranged', '차례 바꿈'), ('briefing_published', '업무보고 발행'), ('correction_begun', '정정 시작'), ('correction_given_up', '정정 그만둠'), ('edition_withdrawn', '판 회수'), ('question_asked', '질의'), ('question_answered', '질의에 답함'), ('advance_given', '미리보기 줌'), ('advance_taken', '미리보기 거둠'), ('link_given', '읽기 주소 만듦'), ('link_revoked', '읽기 주소 거둠'), ('link_used', '읽기 주소로 읽음'), ('read_key_given', '읽기 열쇠 줌'), ('read_key_taken', '읽기 열쇠 거둠'), ('read_key_used', '읽기 열쇠로 읽음'), ('finding_accepted', '점검 결과 받아들임'), ('finding_reopened', '점검 결과 다시 봄'), ('record_closed', '오래된 기록 닫음'), ('logs_removed', '기한 지난 기록 지움'), ('user_added', '사용자 추가'), ('user_changed', '사용자 수정'), ('post_given', '겸임 줌'), ('post_ended', '겸임 끝냄'), ('deputy_named', '대결 맡김'), ('deputy_ended', '대결 끝냄'), ('user_unlocked', '로그인 잠금 해제'), ('password_given', '임시 비밀번호 발급'), ('password_changed', '비밀번호 변경'), ('password_link_sent', '비밀번호 링크 보냄'), ('office_joined', '업무 인증과 이음'), ('office_role', '업무 인증의 역할 반영'), ('session_ended', '접속 끊기'), ('second_factor_on', '2단계 인증 켜기'), ('second_factor_off', '2단계 인증 끄기'), ('second_factor_removed', '2단계 인증 해제'), ('recovery_codes_made', '복구 코드 만들기'), ('recovery_codes_removed', '복구 코드 지우기')], max_length=40, verbose_name='한 일')),
                        ('subject', models.CharField(max_length=200, verbose_name='대상')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='사유')),
                        ('division', models.CharField(blank=True, choices=seoulwork.figures.divisions.division_choices, max_length=20, verbose_name='담당관')),
                        ('programme', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='사업')),
                        ('indicator', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='지표')),
                        ('part', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='세부')),
                        ('budget', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='예산 과목')),
                        ('month', seoulwork.figures.fields.MonthField(blank=True, null=True, verbose_name='달')),
                        ('briefing', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='거둔 업무보고의 열쇠도 남음', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.briefing', verbose_name='업무보고')),
                        ('batch', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workbook.batch', verbose_name='반입')),
                        ('kind', models.CharField(blank=True, help_text='labour.indicator처럼 앱과 표', max_length=60, verbose_name='줄의 종류')),
                        ('row', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='줄')),
                        ('field', models.CharField(blank=True, max_length=20, verbose_name='값의 자리')),
                        ('old_value', models.BigIntegerField(blank=True, help_text='기본 단위의 정수', null=True, verbose_name='앞의 값')),
                        ('new_value', models.BigIntegerField(blank=True, help_text='기본 단위의 정수', null=True, verbose_name='뒤의 값')),
                        ('unit', models.CharField(blank=True, max_length=10, verbose_name='단위')),
                        ('decimals', models.PositiveSmallIntegerField(default=0, verbose_name='소수 자리')),
                        ('count', models.PositiveIntegerField(blank=True, null=True, verbose_name='값의 수')),
                        ('detail', models.JSONField(blank=True, default=dict, verbose_name='내용')),
                    ],
                    options={
                        'verbose_name': '활동 기록',
                        'verbose_name_plural': '활동 기록',
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['-at', '-id'], name='audit_event_latest'), models.Index(fields=['action', '-at', '-id'], name='audit_event_action'), models.Index(fields=['division', '-at', '-id'], name='audit_event_division'), models.Index(condition=models.Q(('month__isnull', False)), fields=['division', 'month', 'action', '-at', '-id'], name='audit_event_of_month'), models.Index(condition=models.Q(('month__isnull', False)), fields=['month', '-at', '-id'], name='audit_event_month'), models.Index(condition=models.Q(('programme__isnull', False)), fields=['division', 'programme', '-at', '-id'], name='audit_event_programme'), models.Index(fields=['actor', '-at', '-id'], name='audit_event_actor'), models.Index(condition=models.Q(('briefing__isnull', False)), fields=['briefing'], name='audit_event_briefing'), models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='audit_event_batch')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['data_loaded', 'month_opened', 'month_submitted', 'month_sent_back', 'month_approved', 'month_closed', 'month_reopened', 'month_locked_again', 'calendar_moved', 'reminded', 'not_reached', 'figures_entered', 'figures_cleared', 'note_written', 'shortfall_explained', 'evidence_added', 'evidence_removed', 'workbook_answered', 'workbook_imported', 'workbook_discarded', 'import_undone', 'row_added', 'row_changed', 'row_removed', 'year_carried', 'plan_kept', 'manuscript_written', 'manuscript_restored', 'manuscript_clash_resolved', 'manuscript_remarked', 'manuscript_remark_resolved', 'manuscript_table_kept', 'manuscript_table_restored', 'manuscript_table_removed', 'manuscript_picture_kept', 'manuscript_picture_removed', 'manuscript_submitted', 'manuscript_settled', 'manuscript_returned', 'briefing_arranged', 'briefing_published', 'correction_begun', 'correction_given_up', 'edition_withdrawn', 'question_asked', 'question_answered', 'advance_given', 'advance_taken', 'link_given', 'link_revoked', 'link_used', 'read_key_given', 'read_key_taken', 'read_key_used', 'finding_accepted', 'finding_reopened', 'record_closed', 'logs_removed', 'user_added', 'user_changed', 'post_given', 'post_ended', 'deputy_named', 'deputy_ended', 'user_unlocked', 'password_given', 'password_changed', 'password_link_sent', 'office_joined', 'office_role', 'session_ended', 'second_factor_on', 'second_factor_off', 'second_factor_removed', 'recovery_codes_made', 'recovery_codes_removed'])), name='audit_event_action_known'), models.CheckConstraint(condition=models.Q(('month__isnull', True), models.Q(('month__number__range', (1, 12)), ('month__year__range', (1900, 2999))), _connector='OR'), name='audit_event_month_valid'), models.CheckConstraint(condition=models.Q(models.Q(('division', ''), _negated=True), models.Q(('budget__isnull', True), ('indicator__isnull', True), ('part__isnull', True), ('programme__isnull', True)), _connector='OR'), name='audit_event_keys_of_division'), models.CheckConstraint(condition=models.Q(('part__isnull', True), ('indicator__isnull', False), _connector='OR'), name='audit_event_part_of_indicator'), models.CheckConstraint(condition=models.Q(models.Q(('kind', ''), ('row__isnull', True)), models.Q(models.Q(('kind', ''), _negated=True), ('row__isnull', False)), _connector='OR'), name='audit_event_row_of_kind'), models.CheckConstraint(condition=models.Q(models.Q(('field', ''), _negated=True), models.Q(('new_value__isnull', True), ('old_value__isnull', True)), _connector='OR'), name='audit_event_value_of_field')],
                    },
                ),
                migrations.CreateModel(
                    name='Access',
                    fields=[
                        ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='차례')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='때')),
                        ('actor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='사람')),
                        ('account', models.CharField(max_length=150, verbose_name='계정')),
                        ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='주소(IP)')),
                        ('doing', models.CharField(choices=[('viewed', '조회'), ('exported', '내려받음'), ('added', '등록'), ('changed', '변경')], max_length=10, verbose_name='수행 업무')),
                        ('page', models.CharField(max_length=100, verbose_name='화면')),
                        ('subjects', models.TextField(blank=True, help_text='계정, 한 줄에 하나', verbose_name='정보주체')),
                        ('count', models.PositiveIntegerField(verbose_name='정보주체 또는 줄의 수')),
                        ('narrowed', models.CharField(blank=True, max_length=500, verbose_name='찾은 조건')),
                        ('sealed', models.CharField(max_length=64, verbose_name='이어진 SHA-256')),
                    ],
                    options={
                        'verbose_name': '개인정보 접속기록',
                        'verbose_name_plural': '개인정보 접속기록',
                        'ordering': ['-number'],
                        'indexes': [models.Index(fields=['at'], name='audit_access_at')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('doing__in', ['viewed', 'exported', 'added', 'changed'])), name='audit_access_doing_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Link',
                    fields=[
                        ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='차례')),
                        ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='audit.event', verbose_name='활동 기록')),
                        ('sealed', models.CharField(max_length=64, verbose_name='이어진 SHA-256')),
                    ],
                    options={
                        'verbose_name': '활동 기록의 사슬',
                        'verbose_name_plural': '활동 기록의 사슬',
                        'ordering': ['number'],
                    },
                ),
            ],
        ),
    ]
