"""The tables of a new installation, as the migrations that it replaces leave them: those stay for the databases that have some of them."""

from typing import Any

import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models

import seoulwork.accounts.models
import seoulwork.figures.creating
import seoulwork.figures.divisions


def create_cache_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_read_keys'), ('accounts', '0003_posts')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('axes', '0010_accessattemptexpiration'),
    ]

    operations = [
        seoulwork.figures.creating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                        ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                        ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                        ('name', models.CharField(max_length=60, verbose_name='이름')),
                        ('role', models.CharField(choices=[('officer', '입력 담당'), ('head', '담당관'), ('administrator', '관리자'), ('council', '시의원')], max_length=20, verbose_name='역할')),
                        ('division', models.CharField(blank=True, choices=seoulwork.figures.divisions.division_choices, max_length=20, verbose_name='담당관')),
                        ('password_change_required', models.BooleanField(default=False, verbose_name='임시 비밀번호')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': '사용자',
                        'verbose_name_plural': '사용자',
                        'ordering': ['username'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='accounts_user_one_account_a_name', violation_error_message='이미 있는 아이디입니다. 대문자와 소문자는 구별하지 않습니다. 다른 아이디를 넣어 주세요.'), models.CheckConstraint(condition=models.Q(('role__in', ['officer', 'head', 'administrator', 'council'])), name='accounts_user_role_known', violation_error_message='없는 역할입니다.'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['officer', 'head']), models.Q(('division', ''), _negated=True)), models.Q(('role__in', ['administrator', 'council']), ('division', '')), _connector='OR'), name='accounts_user_division_by_role', violation_error_message='입력 담당과 담당관은 소속 담당관실이 있어야 하고, 관리자와 시의원은 없어야 합니다.')],
                    },
                    managers=[
                        ('objects', seoulwork.accounts.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Post',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='사람')),
                        ('role', models.CharField(choices=[('officer', '입력 담당'), ('head', '담당관'), ('administrator', '관리자'), ('council', '시의원')], max_length=20, verbose_name='역할')),
                        ('division', models.CharField(blank=True, choices=seoulwork.figures.divisions.division_choices, max_length=20, verbose_name='담당관')),
                        ('begins', models.DateField(verbose_name='부터')),
                        ('ends', models.DateField(blank=True, null=True, verbose_name='까지')),
                        ('deputy_for', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='대결을 맡긴 사람')),
                        ('reason', models.CharField(max_length=100, verbose_name='사유')),
                        ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='정한 사람')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='정한 때')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='일찍 끝낸 때')),
                    ],
                    options={
                        'verbose_name': '자격',
                        'verbose_name_plural': '자격',
                        'ordering': ['-begins', '-pk'],
                        'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['user'], name='accounts_post_of_user'), models.Index(condition=models.Q(('ended_at', None)), fields=['deputy_for'], name='accounts_post_of_principal')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['officer', 'head']), models.Q(('division', ''), _negated=True)), models.Q(('division', ''), ('role', 'administrator')), _connector='OR'), name='accounts_post_division_by_role', violation_error_message='입력 담당과 담당관은 소속 담당관실이 있어야 하고, 관리자는 없어야 합니다.'), models.CheckConstraint(condition=models.Q(('ends', None), ('ends__gte', models.F('begins')), _connector='OR'), name='accounts_post_days_ordered', violation_error_message='끝나는 날이 시작하는 날보다 앞섭니다.'), models.CheckConstraint(condition=models.Q(('deputy_for', None), models.Q(('ends__isnull', False), ('role__in', ['head', 'administrator']), models.Q(('user', models.F('deputy_for')), _negated=True)), _connector='OR'), name='accounts_post_deputy_for_days', violation_error_message='대결은 다른 사람에게, 끝나는 날을 정해 맡깁니다.')],
                    },
                ),
                migrations.CreateModel(
                    name='ReadKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('given_to', models.CharField(max_length=100, verbose_name='받는 곳')),
                        ('digest', models.CharField(max_length=64, unique=True, verbose_name='열쇠의 SHA-256')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='준 사람')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='준 때')),
                        ('expires_at', models.DateTimeField(verbose_name='끝나는 때')),
                        ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='거둔 때')),
                        ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='마지막으로 쓴 때')),
                    ],
                    options={
                        'verbose_name': '읽기 열쇠',
                        'verbose_name_plural': '읽기 열쇠',
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('given_to', ''), _negated=True), name='accounts_read_key_names_somebody'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('at'))), name='accounts_read_key_ends')],
                    },
                ),
            ],
        ),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
        # django-axes has no index on the time: the records are listed and narrowed by it.
        *(
            migrations.RunSQL(
                f"CREATE INDEX accounts_{table}_latest ON axes_{table} (attempt_time DESC, id DESC)",
                f"DROP INDEX accounts_{table}_latest",
            )
            for table in ("accesslog", "accessfailurelog")
        ),
    ]
