"""The tables of a new installation, as the migrations that it replaces leave them: those stay for the databases that have some of them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import seoulwork.figures.creating
import seoulwork.notices.models


class Migration(migrations.Migration):

    replaces = [('notices', '0001_notices_and_choices'), ('notices', '0002_altered_editions'), ('notices', '0003_reminders'), ('notices', '0004_posts')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0003_posts'),
    ]

    operations = [
        seoulwork.figures.creating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Choice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='사용자')),
                        ('kind', models.CharField(choices=[('submitted', '제출'), ('sent_back', '돌려보냄'), ('approved', '승인·확정'), ('remark', '의견'), ('question', '질의'), ('answer', '답변'), ('published', '발행'), ('corrected', '정정·회수'), ('altered', '보관 이상'), ('reminder', '입력 안내'), ('late', '기한 지남'), ('changed', '발행 뒤 바뀜'), ('post', '겸임·대결')], max_length=20, verbose_name='종류')),
                        ('in_site', models.BooleanField(verbose_name='사이트에')),
                        ('by_mail', models.BooleanField(verbose_name='메일로')),
                    ],
                    options={
                        'verbose_name': '알림 고름',
                        'verbose_name_plural': '알림 고름',
                        'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='notices_choice_unique'), models.CheckConstraint(condition=models.Q(('kind__in', ['submitted', 'sent_back', 'approved', 'remark', 'question', 'answer', 'published', 'corrected', 'altered', 'reminder', 'late', 'changed', 'post'])), name='notices_choice_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='받는 사람')),
                        ('kind', models.CharField(choices=[('submitted', '제출'), ('sent_back', '돌려보냄'), ('approved', '승인·확정'), ('remark', '의견'), ('question', '질의'), ('answer', '답변'), ('published', '발행'), ('corrected', '정정·회수'), ('altered', '보관 이상'), ('reminder', '입력 안내'), ('late', '기한 지남'), ('changed', '발행 뒤 바뀜'), ('post', '겸임·대결')], max_length=20, verbose_name='종류')),
                        ('text', models.CharField(max_length=300, verbose_name='내용')),
                        ('more', models.TextField(blank=True, verbose_name='이어지는 글')),
                        ('address', models.CharField(max_length=300, verbose_name='화면')),
                        ('about', models.CharField(default=seoulwork.notices.models.once, max_length=64, verbose_name='일')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='때')),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='본 때')),
                        ('in_site', models.BooleanField(default=True, verbose_name='사이트에')),
                        ('by_mail', models.BooleanField(default=False, help_text='메일로 보내기로 하고 적은 것', verbose_name='메일로')),
                    ],
                    options={
                        'verbose_name': '알림',
                        'verbose_name_plural': '알림',
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['user', '-at', '-id'], name='notices_notice_latest'), models.Index(condition=models.Q(('in_site', True), ('read_at__isnull', True)), fields=['user'], name='notices_notice_unread')],
                        'constraints': [models.UniqueConstraint(fields=('user', 'about'), name='notices_notice_told_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['submitted', 'sent_back', 'approved', 'remark', 'question', 'answer', 'published', 'corrected', 'altered', 'reminder', 'late', 'changed', 'post'])), name='notices_notice_kind_known'), models.CheckConstraint(condition=models.Q(('address__startswith', '/')), name='notices_notice_of_this_site')],
                    },
                ),
            ],
        ),
    ]
