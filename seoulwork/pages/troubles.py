"""What keeps the program from working for a while and is no fault of it: the database is away, full, busy or takes no writes, or the
disk is full. Pages and long work then say what happened and what to do.
"""

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum

from django.db import DatabaseError, Error, InterfaceError, OperationalError

from seoulwork.figures.contents import ContentAway


class KeyIsGone(Exception):
    """What is kept can't be read, because the settings lack its key. `str()` says which, for who keeps the system."""


class Unrecorded(Exception):
    """What is known of people is not shown, because nothing can be written of who saw it."""


class Trouble(Enum):
    """Each with its Korean sentence. All but `AWAY` mean that nothing was kept."""

    AWAY = "데이터베이스와 연결이 끊겼습니다. 잠시 뒤 다시 열어, 저장하던 것이 있으면 저장되었는지 확인해 주세요."
    FULL = (
        "서버의 저장 공간이 가득 차 아무것도 바꾸지 않았습니다. 관리자에게 알리고, 공간이 생긴 뒤 다시 시도해 주세요."
    )
    READ_ONLY = "지금은 시스템이 읽기 전용이어서 아무것도 바꾸지 않았습니다. 화면은 볼 수 있습니다. 저장은 관리자에게 언제 되는지 확인한 뒤 다시 시도해 주세요."
    UNRECORDED = "지금은 시스템이 읽기 전용이어서, 누가 보았는지 접속기록을 남겨야 하는 이 화면은 열지 않았습니다. 다른 화면은 볼 수 있습니다. 이 화면은 관리자에게 언제 되는지 확인한 뒤 다시 열어 주세요."
    LOCKED = "이 일에 필요한 열쇠가 서버의 설정에 없어 아무것도 바꾸지 않았습니다. 시스템 담당자에게 알려 주세요."
    FILES = "파일을 두는 보관소가 답하지 않거나 파일이 넣은 때와 다릅니다. 아무것도 바꾸지 않았습니다. 잠시 뒤 다시 시도하고, 그래도 안 되면 관리자에게 알려 주세요."
    BUSY = "다른 저장이 끝나지 않아 아무것도 바꾸지 않았습니다. 잠시 뒤 다시 시도해 주세요."

    @property
    def text(self) -> str:
        return self.value


OF_POSTGRESQL = {
    "25006": Trouble.READ_ONLY,
    "58030": Trouble.FULL,  # a file could not be written; what else it may be stands in the server's log
    "53100": Trouble.FULL,
    "40001": Trouble.BUSY,
    "40P01": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "57014": Trouble.BUSY,
}
"""By SQLSTATE"""
CLASSES_OF_POSTGRESQL = {"08": Trouble.AWAY, "53": Trouble.BUSY, "57": Trouble.AWAY}
"""By its first two letters, where it says no more."""
OF_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_CANTOPEN: Trouble.AWAY,
}
"""By the primary result code."""
OF_SYSTEM = {errno.ENOSPC: Trouble.FULL, errno.EDQUOT: Trouble.FULL, errno.EROFS: Trouble.READ_ONLY}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What trouble an error comes of; None for any other, which is a fault of the program."""
    return next((found for each in _behind(error) if (found := _own(each))), None)


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came of: the driver's behind Django's, a broken connection behind the transaction that it broke."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _own(error: BaseException) -> Trouble | None:
    if isinstance(error, ContentAway):
        return Trouble.FILES
    if isinstance(error, OSError):
        return OF_SYSTEM.get(error.errno or 0)
    if isinstance(error, Unrecorded):
        return Trouble.UNRECORDED
    if isinstance(error, KeyIsGone):
        return Trouble.LOCKED
    if not isinstance(error, Error):
        return None
    driver = error.__cause__
    if isinstance(driver, sqlite3.Error):
        return OF_SQLITE.get((getattr(driver, "sqlite_errorcode", None) or 0) & 0xFF)
    state = getattr(driver, "pgcode", None)
    if state:
        return OF_POSTGRESQL.get(state) or CLASSES_OF_POSTGRESQL.get(state[:2])
    # A broken connection has no code; psycopg2 calls it now an error of operation, now just an error of the database.
    broken = isinstance(error, OperationalError | InterfaceError) or (
        driver is not None and type(error) is DatabaseError
    )
    return Trouble.AWAY if broken else None
