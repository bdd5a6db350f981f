"""The archive: a ZIP with a file of lines for each table and `manifest.json`, which says what must be in them; wholly encrypted by
age (age-encryption.org) where a key is given."""

import hashlib
import json
import os
import re
import shutil
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

import pyrage
from django.conf import settings

FORMAT = 1
MANIFEST = "manifest.json"
BEGINNING = b"age-encryption.org/v1"
"""How a file that age has encrypted begins."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    RuntimeError,
    OverflowError,
)
"""What reading a ZIP with a wrong byte raises."""


class Refused(Exception):
    """The archive can't be written, read or restored; `str()` is the Korean sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a table holds. `columns`: the stored fields, in the order of a line; `sha256`: of all its lines."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`migrations`: the applied ones, as `app.name`: the layout in which the rows stand."""

    made_at: str
    engine: str
    version: str
    migrations: tuple[str, ...]
    tables: tuple[Table, ...]
    format: int = FORMAT

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Raises Refused for a later format."""
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise Refused("이 백업은 더 새로운 프로그램이 만들었습니다. 그 판의 프로그램으로 되돌려 주세요.")
        tables = tuple(Table(**{**each, "columns": tuple(each["columns"])}) for each in found.pop("tables"))
        return cls(**{**found, "migrations": tuple(found["migrations"])}, tables=tables)


class Counted:
    """What is written of one table, with its number of lines and its hash."""

    def __init__(self) -> None:
        self.rows, self._hash = 0, hashlib.sha256()

    def add(self, line: str) -> bytes:
        written = line.encode("utf-8") + b"\n"
        self._hash.update(written)
        self.rows += 1
        return written

    def of(self, name: str, columns: tuple[str, ...]) -> Table:
        return Table(name, columns, self.rows, self._hash.hexdigest())


class Hashed:
    """Hands on what is written to it, in one go, and knows it again by its hash."""

    def __init__(self, to: IO[bytes] | None = None) -> None:
        self._to, self._hash = to, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        if self._to is not None:
            self._to.write(data)
        return len(data)

    def flush(self) -> None:
        """Whoever opened what it is handed on to does that, and closes it."""

    close = flush

    @property
    def digest(self) -> bytes:
        return self._hash.digest()


class Writing:
    """An archive while it is made."""

    def __init__(self, target: Hashed) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self.tables: list[Table] = []

    def add(self, name: str, columns: tuple[str, ...], lines: Iterator[str]) -> None:
        counted = Counted()
        with self._zip.open(f"tables/{name}.jsonl", "w", force_zip64=True) as file:
            for line in lines:
                file.write(counted.add(line))
        self.tables.append(counted.of(name, columns))

    def give_up(self) -> None:
        """What stands so far is no archive."""
        self._zip.fp = None

    def close(self, manifest: Manifest) -> None:
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        self._zip.close()


UNFINISHED = ".part"
"""How the name of an archive ends that is not whole yet, and what is left of one whose making was killed."""


@contextmanager
def written(path: Path, key: Path | None) -> Iterator[Writing]:
    """An archive to be filled; it has its name only once it is on the disk and was read again from there. Raises Refused."""
    beside = path.with_name(path.name + UNFINISHED)
    own = pyrage.x25519.Identity.generate()  # gone with this process, which alone can so read what it wrote
    try:
        with _for_its_owner(beside) as file:
            target = nullcontext(Hashed(file)) if key is None else _encrypted(file, [*recipients(key), own.to_public()])
            with target as clear:
                writing = Writing(clear)
                try:
                    yield writing
                except BaseException:
                    writing.give_up()
                    raise
            file.flush()
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # so that it is read again from the disk
        if _read_again(beside, own) != clear.digest:
            raise Refused(f"백업을 다시 읽으니 쓴 것과 달라 지웠습니다. {path.parent}의 디스크를 확인해 주세요.")
        beside.rename(path)
    except FileExistsError as error:
        raise Refused(f"다른 백업이 만들어지는 중입니다. 아니라면 {beside} 파일을 지워 주세요.") from error
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Refused(
            f"백업을 {path.parent}에 쓰지 못했습니다({error.strerror}). 남은 자리와 권한을 확인해 주세요."
        ) from error
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _for_its_owner(path: Path) -> IO[bytes]:
    """A new file that nobody else may read. Raises OSError when there is one."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _read_again(path: Path, own: pyrage.x25519.Identity) -> bytes:
    """The hash of what stands in the file, of what it decrypts to where it is encrypted: little by little, so that nothing of it is on
    the disk in clear. Of what can't be decrypted there is none."""
    found = Hashed()
    with path.open("rb") as file:
        encrypted = file.read(len(BEGINNING)) == BEGINNING
        file.seek(0)
        if not encrypted:
            shutil.copyfileobj(file, found)
            return found.digest
        try:
            pyrage.decrypt_io(file, found, [own])
        except (pyrage.DecryptError, OSError):
            return b""
    return found.digest


@contextmanager
def _encrypted(file: IO[bytes], keys: list[pyrage.x25519.Recipient]) -> Iterator["Hashed"]:
    """What is written to it goes to the file encrypted: nothing else of it is ever on the disk."""
    failed: list[BaseException] = []
    reading, writing = (os.fdopen(number, mode) for number, mode in zip(os.pipe(), ("rb", "wb"), strict=True))

    def encrypt() -> None:
        try:
            pyrage.encrypt_io(reading, file, keys)
        except BaseException as error:  # noqa: BLE001  it is raised where the file is written
            failed.append(error)
        finally:
            reading.close()

    thread = threading.Thread(target=encrypt)
    thread.start()
    try:
        with writing:
            yield Hashed(writing)
    finally:
        with suppress(BrokenPipeError):
            writing.close()
        thread.join()
    if failed:
        raise OSError(0, str(failed[0])) from failed[0]


class Archive:
    """An archive that is read."""

    def __init__(self, file: IO[bytes]) -> None:
        """Raises Refused for a file that is none."""
        try:
            self._zip = zipfile.ZipFile(file)
            self.manifest = Manifest.parse(self._zip.read(MANIFEST))
        except BROKEN as error:
            raise Refused("이 파일은 이 시스템의 백업이 아니거나 깨졌습니다. 다른 백업을 골라 주세요.") from error

    def lines(self, table: Table) -> Iterator[str]:
        """Raises Refused when they are not those that were written."""
        counted = Counted()
        try:
            with self._zip.open(f"tables/{table.name}.jsonl") as file:
                for line in file:
                    text = line.decode("utf-8").rstrip("\n")
                    counted.add(text)
                    yield text
        except BROKEN as error:
            raise Refused(f"백업의 {table.name} 표가 깨졌습니다. 다른 백업을 골라 주세요.") from error
        if counted.of(table.name, table.columns) != table:
            raise Refused(f"백업의 {table.name} 표가 만들 때와 다릅니다. 다른 백업을 골라 주세요.")

    def check(self, said: Callable[[Table], None] = lambda table: None) -> None:
        """Read all of it. Raises Refused at the first table that is not what it was."""
        for table in self.manifest.tables:
            for _ in self.lines(table):
                pass
            said(table)
        listed = {f"tables/{table.name}.jsonl" for table in self.manifest.tables} | {MANIFEST}
        if more := set(self._zip.namelist()) ^ listed:
            raise Refused(f"백업의 목록에 없는 것이 들어 있습니다: {', '.join(sorted(more))}")


@contextmanager
def opened(path: Path, key: Path | None) -> Iterator[Archive]:
    """An archive to be read. What is decrypted stands in a file without a name, gone when it is closed: beside the archive, or with the
    program's data where who reads may not write there. Raises Refused."""
    try:
        with path.open("rb") as file:
            if file.read(len(BEGINNING)) != BEGINNING:
                file.seek(0)
                yield Archive(file)
                return
            if key is None:
                raise Refused("암호화한 백업입니다. --key로 비밀 열쇠 파일을 알려 주세요.")
            file.seek(0)
            with TemporaryFile(dir=path.parent if os.access(path.parent, os.W_OK) else settings.VAR_DIR) as clear:
                try:
                    pyrage.decrypt_io(file, clear, identities(key))
                except (pyrage.DecryptError, OSError) as error:
                    if getattr(error, "errno", None) is not None:
                        raise
                    raise Refused(
                        "이 열쇠로는 백업을 열 수 없거나 백업이 깨졌습니다. 열쇠와 파일을 확인해 주세요."
                    ) from error
                clear.seek(0)
                yield Archive(clear)
    except OSError as error:
        raise Refused(f"{path}: 파일을 읽지 못했습니다({error.strerror}).") from error


PUBLIC, SECRET = re.compile(r"^age1\w+$", re.M), re.compile(r"^AGE-SECRET-KEY-1\w+$", re.M)


def recipients(key: Path) -> list[pyrage.x25519.Recipient]:
    """To whom is encrypted: the public keys of the file, or those of its secret ones."""
    text = _key_text(key)
    found = [pyrage.x25519.Recipient.from_str(each) for each in PUBLIC.findall(text)]
    return found or [each.to_public() for each in identities(key)]


def identities(key: Path) -> list[pyrage.x25519.Identity]:
    found = [pyrage.x25519.Identity.from_str(each) for each in SECRET.findall(_key_text(key))]
    if not found:
        raise Refused(f"{key}: 열쇠가 없습니다. manage.py backup --make-key로 만든 파일을 알려 주세요.")
    return found


def _key_text(key: Path) -> str:
    try:
        return key.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{key}: 열쇠 파일을 읽지 못했습니다.") from error


def make_key(path: Path) -> str:
    """Write a new secret key for its owner alone, and give its public one. Raises Refused when the file is there already."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with _for_its_owner(path) as file:
            file.write(f"# public key: {public}\n{identity}\n".encode("ascii"))
    except OSError as error:
        raise Refused(
            f"{path}: 열쇠 파일을 만들지 못했습니다({error.strerror}). 있는 파일은 덮어쓰지 않습니다."
        ) from error
    return public
