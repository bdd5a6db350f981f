"""Whether the installation is well: what `manage.py doctor` and the address for probes tell."""

import ctypes.util
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import caches
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from seoulwork.accounts import second_factor
from seoulwork.audit import closing
from seoulwork.audit.models import Closing
from seoulwork.figures import standing
from seoulwork.figures.contents import answers, outside
from seoulwork.operations import around, maintenance
from seoulwork.operations.finding import Finding
from seoulwork.operations.models import Task, Worker
from seoulwork.operations.readiness import database_problem, static_problem, unknown_migrations
from seoulwork.operations.retention import over
from seoulwork.operations.tasks import BROKEN, GIVEN_UP, last_done
from seoulwork.pages.troubles import Trouble

CLOSED_LATE = timedelta(days=40)
"""So long after its time a record may still be there: who closes records off does it once a month."""
OF_LATE = timedelta(days=1)
DAILY_AGE = timedelta(hours=26)
"""The work of a day begins at half past eight and takes minutes."""
CLOCKS_APART = timedelta(seconds=5)


Check = Callable[[], Iterator[Finding]]


def examine() -> list[Finding]:
    """All that can be looked at, the database first: without it nothing that needs it is asked."""
    found = list(database())
    if any(each.remedy for each in found):
        return [*found, *_static(), *around.room()]
    for check in (
        _standing,
        _records,
        _maintenance,
        _upgrade,
        _writable,
        _clock,
        _cache,
        _files,
        _tasks,
        _failures,
        _daily,
        _static,
        around.room,
        around.other_disks,
        _printing,
        around.mail,
        around.backup,
        around.certificate,
        around.standby,
        _settings,
        _second_factors,
    ):
        found += check()
    return found


def urgent() -> list[Finding]:
    """What keeps a host from serving, or its work from being done: asked by probes, so cheap."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found = [*_tasks(), *around.room(), *_cache(), *_files()]
    except DatabaseError:
        return [Finding("database", "데이터베이스에 닿지 않습니다.", "데이터베이스 서버를 확인해 주세요.")]
    return [each for each in found if each.remedy]


def database() -> Iterator[Finding]:
    """Whether it can be reached and is of this program's version."""
    problem = database_problem()
    if problem:
        yield Finding("database", "데이터베이스를 쓸 수 없습니다.", problem)
        return
    if newer := unknown_migrations():
        yield Finding(
            "version",
            f"데이터베이스가 이 프로그램보다 새롭습니다(모르는 변경 {len(newer)}개: {newer[0]} 등).",
            "새 판의 프로그램을 쓰거나, 판올림 앞의 백업으로 되돌려 주세요.",
        )
        return
    yield Finding("database", f"데이터베이스({connection.vendor})가 이 프로그램과 같은 판입니다.")


def _standing() -> Iterator[Finding]:
    if missing := standing.missing():
        yield Finding(
            "standing",
            f"굳은 표와 셈하는 지표를 지키는 트리거가 {len(missing)}개 없거나 꺼져 있습니다({missing[0]} 등).",
            "표의 주인인 역할로 manage.py migrate를 실행해 주세요. 자료는 그대로이고 트리거만 다시 섭니다.",
        )
        return
    yield Finding("standing", "발행한 판과 활동 기록을 데이터베이스의 트리거가 지키고 있습니다.")


def _records() -> Iterator[Finding]:
    """Whether events and access records that were kept long enough have gone into archives."""
    before = timezone.now() - CLOSED_LATE
    late = {each.label: count for each in Closing.Chain if (count := closing.due(each, over(each, before)))}
    told = ", ".join(f"{name} {count:,}건" for name, count in late.items())
    if not late:
        yield Finding("records", "활동 기록과 접속기록에 보관할 기간이 지나고 남은 것이 없습니다.")
    elif not settings.LOG_ARCHIVE_DIR:
        yield Finding(
            "records", f"보관할 기간이 지난 {told}이 그대로 있습니다(LOG_ARCHIVE_DIR이 없으면 닫지 않습니다)."
        )
    elif closing.may_close():
        yield Finding(
            "records",
            f"보관할 기간이 {CLOSED_LATE.days}일 넘게 지난 {told}이 닫히지 않았습니다.",
            "manage.py close_records를 실행해 까닭을 보고, 날마다 할 일(seoulwork-daily.timer)이 도는지 확인해 주세요.",
        )
    else:
        yield Finding(
            "records",
            f"보관할 기간이 {CLOSED_LATE.days}일 넘게 지난 {told}이 닫히지 않았습니다. 이 프로그램의 데이터베이스 역할은 표의 주인이 아니어서 닫을 수 없습니다.",
            "표의 주인인 역할로 manage.py close_records를 실행하고, 달마다 저절로 되게 하려면 seoulwork-records.timer를 켜 주세요(systemctl enable --now seoulwork-records.timer).",
        )


def _second_factors() -> Iterator[Finding]:
    late, kept = second_factor.not_encrypted()
    if not late:
        yield Finding(
            "second-factor",
            f"2단계 인증의 비밀 {kept}개가 모두 암호화되어 있습니다." if kept else "2단계 인증의 비밀이 없습니다.",
        )
        return
    first = (
        ""
        if settings.SECOND_FACTOR_KEYS
        else "manage.py encrypt_second_factors --new-key로 만든 열쇠를 SECOND_FACTOR_KEYS에 넣고, "
    )
    yield Finding(
        "second-factor",
        f"2단계 인증의 비밀 {kept}개 가운데 {late}개가 지금 열쇠로 암호화되어 있지 않습니다.",
        f"{first}manage.py encrypt_second_factors를 실행해 주세요.",
    )


def _maintenance() -> Iterator[Finding]:
    if maintenance.page() is not None:
        yield Finding(
            "maintenance",
            "점검 화면이 걸려 있어 모든 화면이 그것만 보입니다.",
            "판올림이 끝났으면 manage.py maintenance off를 실행해 주세요.",
        )


def _upgrade() -> Iterator[Finding]:
    if begun := maintenance.unfinished():
        yield Finding(
            "upgrade",
            f"{begun['at']}에 시작한 판올림이 끝나지 않았습니다.",
            "까닭을 고친 뒤 새 묶음에서 ./install.sh를 다시 실행하거나 ./install.sh --back으로 되돌려 주세요.",
        )


def _writable() -> Iterator[Finding]:
    try:
        with transaction.atomic():
            Task.objects.create(kind="doctor")
            transaction.set_rollback(True)
    except DatabaseError as error:
        reason = str(error).strip().partition("\n")[0]
        yield Finding(
            "writing",
            f"데이터베이스에 쓸 수 없습니다({reason}).",
            "디스크의 남은 자리와, 데이터베이스 서버가 읽기 전용이나 예비 서버가 아닌지 확인해 주세요.",
        )
        return
    yield Finding("writing", "데이터베이스에 쓸 수 있습니다.")


def _clock() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there: datetime = cursor.fetchone()[0]
    apart = abs(there - timezone.now())
    if apart > CLOCKS_APART:
        yield Finding(
            "clock",
            f"이 서버와 데이터베이스 서버의 시계가 {apart.total_seconds():.0f}초 다릅니다.",
            "두 서버의 시각 동기화(chrony나 systemd-timesyncd)를 켜 주세요.",
        )
        return
    yield Finding("clock", "이 서버와 데이터베이스 서버의 시계가 맞습니다.")


def _cache() -> Iterator[Finding]:
    # Only a shared cache has a server; its module brings the whole of its client, which no other installation needs.
    answers = getattr(caches["default"], "answers", None)
    if answers is not None and not answers():
        yield Finding(
            "cache",
            "CACHE_URL의 서버가 답하지 않아 데이터베이스의 표를 대신 쓰고 있습니다. 로그인과 저장은 그대로 됩니다.",
            "그 서버(Redis나 Valkey)와 주소를 확인해 주세요. 답하면 저절로 다시 씁니다.",
        )
        return
    where = "CACHE_URL의 서버" if settings.CACHES["default"] != settings.CACHES["table"] else "데이터베이스"
    yield Finding("cache", f"잠깐 두는 것(횟수, 쓴 인증 번호)은 {where}에 있습니다.")


def _files() -> Iterator[Finding]:
    if not answers():
        yield Finding(
            "files",
            "STORAGE_URL의 보관소가 답하지 않습니다. 근거 자료, 그림, 통합 문서, 발행 파일을 열거나 넣을 수 없습니다.",
            "보관소와 주소, 열쇠를 확인해 주세요. 수치의 입력과 화면은 그대로 됩니다.",
        )
        return
    where = "데이터베이스" if outside() is None else "STORAGE_URL의 보관소(백업에도 함께 담깁니다)"
    yield Finding("files", f"파일은 {where}에 있습니다.")


def _tasks() -> Iterator[Finding]:
    waiting = Task.objects.filter(state=Task.State.WAITING).count()
    workers = Worker.alive()
    if not workers:
        yield Finding(
            "tasks",
            f"작업 프로세스가 떠 있지 않습니다. 기다리는 작업이 {waiting}건 있습니다.",
            "manage.py db_worker를 띄워 주세요(deploy/seoulwork-worker@.service). 기다리던 작업은 저절로 시작합니다.",
        )
        return
    hosts = ", ".join(sorted({each.host for each in workers}))
    yield Finding("tasks", f"작업 프로세스 {len(workers)}개({hosts})가 떠 있고, 기다리는 작업이 {waiting}건 있습니다.")


def _failures() -> Iterator[Finding]:
    """What ended without an outcome. What was refused in a sentence is the matter of who asked for it."""
    late = Task.objects.filter(state=Task.State.FAILED, heard_at__gte=timezone.now() - OF_LATE)
    ours = (BROKEN, GIVEN_UP, *(each.text for each in Trouble))
    if count := late.filter(message__in=ours).count():
        yield Finding(
            "failures",
            f"지난 하루 동안 뜻하지 않게 멈춘 작업이 {count}건 있습니다.",
            "관리 → 시스템 상태의 끝내지 못한 작업에서 때를 보고, 그때의 로그(journalctl -u 'seoulwork-*')를 확인해 주세요.",
        )
        return
    yield Finding("failures", "지난 하루 동안 뜻하지 않게 멈춘 작업이 없습니다.")


def _daily() -> Iterator[Finding]:
    """Whether the work of the day was done. In the demo nobody starts it, and a database of today has had no morning yet."""
    if not settings.PRODUCTION:
        return
    at, now = last_done("daily"), timezone.now()
    installed = MigrationRecorder.Migration.objects.order_by("pk").first()
    if at is None and installed is not None and now - installed.applied < DAILY_AGE:
        yield Finding("daily", "날마다 할 일(달 열기, 알림)은 내일 아침부터 돕니다.")
    elif at is None or now - at > DAILY_AGE:
        yield Finding(
            "daily",
            f"날마다 할 일(달 열기, 알림)이 하루 넘게 돌지 않았습니다(마지막: {timezone.localtime(at):%Y. %-m. %-d. %H:%M})."
            if at
            else "날마다 할 일(달 열기, 알림)이 돈 적이 없습니다.",
            "systemctl start seoulwork-daily로 지금 돌리고, systemctl status seoulwork-daily.timer로 날마다 도는지 확인해 주세요.",
        )
    else:
        yield Finding("daily", f"날마다 할 일(달 열기, 알림)이 {timezone.localtime(at):%-m. %-d. %H:%M}에 돌았습니다.")


def _static() -> Iterator[Finding]:
    problem = static_problem()
    yield Finding("static", "정적 파일이 없습니다." if problem else "정적 파일이 모여 있습니다.", problem)


def _printing() -> Iterator[Finding]:
    if ctypes.util.find_library("harfbuzz-subset") is None:
        yield Finding(
            "printing",
            "PDF를 만드는 데 필요한 libharfbuzz-subset이 없어 인쇄가 몇 배 느립니다.",
            "libharfbuzz-subset0 꾸러미를 설치해 주세요.",
        )
        return
    yield Finding("printing", "PDF를 만드는 라이브러리가 있습니다.")


def _settings() -> Iterator[Finding]:
    if not settings.PRODUCTION:
        yield Finding(
            "settings", "시연용 설정으로 돌고 있습니다.", "실제로 쓸 때에는 SEOULWORK_ENV=production을 적어 주세요."
        )
        return
    warnings = run_checks(include_deployment_checks=True)
    for each in warnings:
        yield Finding("settings", f"설정 점검: {each.msg}", each.hint or "README의 설정 표를 확인해 주세요.")
    if not warnings:
        yield Finding("settings", "실제 운영에 맞는 설정입니다.")
