"""What stands around the program and is looked at by the check-up: disks, backups, the mail server, the certificate, the standby.

Each asks as little as it can and waits for nobody long: the page of the system asks, too.
"""

import os
import shutil
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.utils import timezone

from seoulwork.operations.backup.making import newest, whole
from seoulwork.operations.finding import Finding
from seoulwork.operations.tasks import last_done

ROOM = 1 << 30
"""Bytes that have to be free where the program writes: a printing and an import at once."""
OF_POSTGRESQL = Path("/var/lib/postgresql")
"""Where Debian's server keeps its databases, where it is on this host."""
BACKUP_AGE = timedelta(hours=36)
WAITS = 3
"""Seconds in which another server has to answer."""
HTTPS = 443
ENDS_SOON = timedelta(days=30)
BEHIND, BEHIND_BYTES = timedelta(minutes=1), 256 << 20
"""How far a standby may be behind."""


def room() -> Iterator[Finding]:
    """Where the program's data are. Asked by probes, so cheap. With a database server nothing of it has to be written: who asks may be kept from it."""
    folder = Path(settings.VAR_DIR)
    free = shutil.disk_usage(folder).free
    if connection.vendor == "sqlite" and not os.access(folder, os.W_OK):
        yield Finding("disk", f"{folder}에 쓸 수 없습니다.", "그 폴더의 주인과 권한을 확인해 주세요.")
    elif free < ROOM:
        yield Finding(
            "disk",
            f"{folder}에 남은 자리가 {free // 2**20:,}MB뿐입니다.",
            "오래된 백업과 로그를 옮기거나 디스크를 늘려 주세요. 1GB는 남아 있어야 합니다.",
        )
    else:
        yield Finding("disk", f"{folder}에 {free // 2**30:,}GB가 남아 있습니다.")


def other_disks() -> Iterator[Finding]:
    """The disks of this host that backups, the database's server and new versions of the program fill, each told of once."""
    needs = {Path(settings.BASE_DIR): ROOM, OF_POSTGRESQL: ROOM}
    if settings.BACKUP_DIR is not None and os.access(settings.BACKUP_DIR, os.R_OK | os.X_OK):
        last = [each.stat().st_size for each in whole(settings.BACKUP_DIR)[-1:]]
        needs = {settings.BACKUP_DIR: ROOM + sum(last), **needs}
    told = {Path(settings.VAR_DIR).stat().st_dev: ROOM}
    for folder, needed in needs.items():
        if not folder.is_dir() or told.get(disk := folder.stat().st_dev, 0) >= needed:
            continue
        told[disk] = needed
        free = shutil.disk_usage(folder).free
        if free < needed:
            yield Finding(
                "disk",
                f"{folder}에 남은 자리가 {free >> 20:,}MB뿐입니다. {needed >> 20:,}MB는 남아 있어야 합니다.",
                "오래된 백업, 로그, 옛 판을 다른 곳으로 옮기거나 디스크를 늘려 주세요.",
            )
        else:
            yield Finding("disk", f"{folder}에 {free >> 30:,}GB가 남아 있습니다.")


def mail() -> Iterator[Finding]:
    if settings.MAIL_IS_LEFT_OUT:
        yield Finding("mail", "메일 없이 쓰도록 되어 있습니다(EMAIL_HOST가 비어 있음). 알림은 화면에만 나옵니다.")
        return
    if not settings.MAIL_IS_SET_UP:
        yield Finding(
            "mail",
            "메일이 나가지 않습니다. 알림은 화면에만 나옵니다.",
            "메일 서버가 있으면 EMAIL_HOST에 적고, 없으면 EMAIL_HOST를 비워 적어 주세요(EMAIL_HOST=).",
        )
        return
    server = get_connection(timeout=WAITS)
    if not isinstance(server, EmailBackend):
        yield Finding("mail", "메일은 나가지 않고 파일로 남습니다(시연).")
        return
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if sender.endswith("@localhost"):
        yield Finding(
            "mail",
            f"메일을 보내는 사람이 {sender}여서 받는 쪽에서 버릴 수 있습니다.",
            "DEFAULT_FROM_EMAIL에 이 기관의 메일 주소를 적어 주세요.",
        )
        return
    where = f"{server.host}:{server.port}"
    try:
        with closing(server):
            server.open()
    except OSError as error:
        reason = str(error).strip().partition("\n")[0]
        yield Finding(
            "mail",
            f"메일 서버({where})와 이어지지 않아 메일이 나가지 않습니다({reason}).",
            "메일 서버와 EMAIL_HOST, EMAIL_PORT, EMAIL_TLS, EMAIL_USER, EMAIL_PASSWORD를 확인해 주세요.",
        )
        return
    yield Finding("mail", f"메일 서버({where})가 답합니다. 보내는 사람은 {sender}입니다.")


def last_backup() -> datetime | None:
    """When the newest whole archive of BACKUP_DIR was written; where this process can't read that folder, when the command that makes
    them last came to its end on whichever host."""
    folder = settings.BACKUP_DIR
    if folder is not None and os.access(folder, os.R_OK | os.X_OK):
        return newest(folder)
    return last_done("backup")


def backup() -> Iterator[Finding]:
    at, where = last_backup(), settings.BACKUP_DIR or "다른 서버"
    if at is None and settings.BACKUP_DIR is None:
        yield Finding(
            "backup",
            "백업이 어디에 있는지 알지 못합니다.",
            "BACKUP_DIR에 manage.py backup이 쓰는 폴더를 적으면 백업이 끊겼을 때 알려 드립니다.",
        )
    elif at is None or timezone.now() - at > BACKUP_AGE:
        yield Finding(
            "backup",
            f"{where}에 지난 36시간 안의 백업이 없습니다(마지막: {timezone.localtime(at):%Y. %-m. %-d. %H:%M})."
            if at
            else f"{where}에 백업이 하나도 없습니다.",
            "systemctl status seoulwork-backup.timer로 백업이 도는지 확인해 주세요.",
        )
    else:
        yield Finding("backup", f"{where}에 36시간 안의 백업이 있습니다.")


def certificate() -> Iterator[Finding]:
    """When the certificate ends that the web server in front shows for this site's name. It may be on this host or elsewhere."""
    if not settings.PRODUCTION:
        return
    name = settings.ALLOWED_HOSTS[0]
    found = _shown("127.0.0.1", name) or _shown(name, name)
    if found is None:
        yield Finding("certificate", f"https://{name}/에 닿지 않아 인증서의 기한을 읽지 못했습니다.")
        return
    end = found.not_valid_after_utc
    day = f"{timezone.localtime(end):%Y. %-m. %-d.}"
    if end - timezone.now() < ENDS_SOON:
        yield Finding(
            "certificate",
            f"{name}의 인증서가 {day}에 끝납니다."
            if end > timezone.now()
            else f"{name}의 인증서가 {day}에 끝났습니다.",
            "새 인증서를 받아 넣어 주세요(시스템 담당자 안내서의 비밀키와 인증서 바꾸기).",
        )
        return
    yield Finding("certificate", f"{name}의 인증서는 {day}까지입니다.")


def _shown(address: str, name: str) -> x509.Certificate | None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # whoever signed it: only its end is asked for
    try:
        with (
            socket.create_connection((address, HTTPS), timeout=WAITS) as plain,
            context.wrap_socket(plain, server_hostname=name) as secure,
        ):
            shown = secure.getpeercert(binary_form=True)
    except OSError:
        return None
    return x509.load_der_x509_certificate(shown) if shown else None


def standby() -> Iterator[Finding]:
    """How far the standbys are behind, in one query. Of whom PostgreSQL says nothing to the program's role, that is said."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE state IS NULL), coalesce(max(replay_lag), interval '0'), "
            "CASE WHEN pg_is_in_recovery() THEN 0 ELSE coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)), 0) END "
            "FROM pg_stat_replication"
        )
        standbys, hidden, lag, size = cursor.fetchone()
    told = f"{lag.total_seconds():,.0f}초({int(size) >> 20:,}MB)"
    if not standbys:
        if "," in connection.settings_dict["HOST"]:
            yield Finding(
                "standby",
                "DATABASE_URL에 서버가 여럿인데 예비 서버가 이어져 있지 않습니다. 주 서버를 잃으면 자료를 잃을 수 있습니다.",
                "예비 서버가 떠 있는지 확인해 주세요(시스템 담당자 안내서의 서버를 여러 대로).",
            )
    elif hidden:
        yield Finding(
            "standby",
            f"예비 서버 {standbys}대가 이어져 있습니다. 얼마나 늦는지는 이 프로그램의 역할로 볼 수 없습니다"
            "(보려면 데이터베이스 관리자가 GRANT pg_read_all_stats TO 역할).",
        )
    elif size and (lag > BEHIND or size > BEHIND_BYTES):
        yield Finding(
            "standby",
            f"예비 서버가 주 서버보다 {told} 늦습니다.",
            "예비 서버의 디스크와 네트워크를 확인해 주세요.",
        )
    else:
        yield Finding("standby", f"예비 서버 {standbys}대가 이어져 있습니다. 늦음: {told}.")
