"""The environment's variables, read for settings.py. Each function raises ImproperlyConfigured with the one sentence that
says what is wrong and what to do; `told` shows that sentence instead of a traceback."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TABLE = "README의 설정 표(Settings)를 보세요."


def is_production() -> bool:
    """A word that nobody knows is no demo: it was meant to say something."""
    name = os.environ.get("SEOULWORK_ENV", "")
    if name not in ("", "demo", "production"):
        raise ImproperlyConfigured(
            f"SEOULWORK_ENV에 모르는 값이 있습니다: '{name}'. 운영이면 production, 시연이면 비워 두세요."
        )
    return name == "production"


def required(name: str, demo: str) -> str:
    """The value; in the demo a default, in production its absence stops the start."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if is_production():
        raise ImproperlyConfigured(f"운영 설정에는 {name} 환경 변수가 필요합니다. {TABLE}")
    return demo


def split(text: str) -> list[str]:
    """The parts between commas, without blanks around them."""
    return [part for each in text.split(",") if (part := each.strip())]


def number(name: str, default: int, least: int = 0) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise ImproperlyConfigured(f"{name}에는 {least} 이상의 정수를 넣어 주세요. 지금 값은 '{text}'입니다. {TABLE}")
    return int(text)


def switch(name: str, default: bool) -> bool:
    text = os.environ.get(name, "").strip()
    if text not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name}에는 1(켬)이나 0(끔)을 넣어 주세요. 지금 값은 '{text}'입니다. {TABLE}")
    return text == "1" if text else default


def choice(name: str, default: str, known: tuple[str, ...]) -> str:
    text = os.environ.get(name, "").strip() or default
    if text not in known:
        raise ImproperlyConfigured(
            f"{name}에는 {', '.join(known)} 가운데 하나를 넣어 주세요. 지금 값은 '{text}'입니다."
        )
    return text


def database(name: str, demo: str) -> Any:
    """Django's settings of the database that the address names."""
    try:
        found = dj_database_url.parse(required(name, demo), conn_max_age=60, conn_health_checks=True)
    except ValueError:
        found = {}
    if found.get("ENGINE") not in ("django.db.backends.postgresql", "django.db.backends.sqlite3") or not found["NAME"]:
        raise ImproperlyConfigured(f"{name}을 읽을 수 없습니다. postgresql://계정:비밀번호@서버/이름 꼴로 넣어 주세요.")
    return found


def weakness(secret: str) -> str:
    """Why a secret could be guessed; empty for one that looks random."""
    if len(secret) < 50:
        return f"{len(secret)}자로 짧습니다(50자 이상)"
    if len(set(secret)) < 10:
        return f"쓰인 글자가 {len(set(secret))}가지뿐입니다"
    if any(secret[period:] == secret[:-period] for period in range(1, len(secret) // 2 + 1)):
        return "같은 글자가 되풀이됩니다"
    return ""


@contextmanager
def told(code: int = 1) -> Iterator[None]:
    """End the process with the sentence of an ImproperlyConfigured, and with the exit code."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(code)
