"""The environment's variables, read for settings.py. Each function raises ImproperlyConfigured with the one sentence that
says what is wrong and what to do; `told` shows that sentence instead of a traceback."""

import os
import socket
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

TABLE = "README의 설정 표(Settings)를 보세요."
POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"
LINK_NAME = "seoulwork "
LINK: dict[str, Any] = {
    # Who looks at the sessions of the database sees by it which host's process it is: an upgrade does (operations/upgrading.py).
    "application_name": f"{LINK_NAME}{socket.gethostname()}"[:63],
    "connect_timeout": 2,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 4000,
}
"""How long is waited for a database server that is gone without a word (seconds, the last one in milliseconds): else a machine
without power would be waited for until the system's own time-outs, of many minutes. DATABASE_URL may say otherwise. How long a
statement may take is a setting of the role (deploy/postgresql/roles.sql): told by the connection, pgbouncer would not hand it on."""


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
    if found.get("ENGINE") not in (POSTGRESQL, SQLITE) or not found["NAME"]:
        raise ImproperlyConfigured(f"{name}을 읽을 수 없습니다. postgresql://계정:비밀번호@서버/이름 꼴로 넣어 주세요.")
    if found["ENGINE"] == POSTGRESQL:
        # Of several servers the one is meant that can be written to: the other is its standby.
        several = {"target_session_attrs": "read-write"} if "," in found["HOST"] else {}
        found["OPTIONS"] = {**LINK, **several, **found.get("OPTIONS", {})}
        # A cursor of the server's would outlive the transaction, after which pgbouncer gives the connection to another.
        found["DISABLE_SERVER_SIDE_CURSORS"] = switch("DATABASE_POOLED", False)
    return found


def shared_cache(name: str, otherwise: dict[str, Any]) -> dict[str, Any]:
    """Django's settings of the cache that the address names; without one those of `otherwise`."""
    address = os.environ.get(name, "").strip()
    if not address:
        return otherwise
    scheme, there, rest = address.partition("://")
    if scheme.replace("valkey", "redis") not in ("redis", "rediss") or not rest:
        raise ImproperlyConfigured(f"{name}을 읽을 수 없습니다. redis://서버:6379/0 꼴로 넣어 주세요. {TABLE}")
    return {
        "BACKEND": "seoulwork.operations.caching.SharedCache",
        "LOCATION": scheme.replace("valkey", "redis") + there + rest,
        "KEY_PREFIX": "seoulwork",
    }


ROLES = ("officer", "head", "administrator", "council")


def roles(name: str, default: str) -> frozenset[str]:
    """Roles, with commas between; `-` is none."""
    text = os.environ.get(name, "").strip() or default
    found = frozenset(split(text.removeprefix("-")))
    if unknown := found - {*ROLES}:
        raise ImproperlyConfigured(
            f"{name}에 모르는 역할이 있습니다: {', '.join(sorted(unknown))}. {', '.join(ROLES)} 가운데서 골라 주세요."
        )
    return found


def keys(name: str) -> list[str]:
    """Keys of Fernet (32 random bytes in base64), with commas between."""
    found = split(os.environ.get(name, ""))
    for each in found:
        try:
            whole = len(urlsafe_b64decode(each)) == 32
        except ValueError:
            whole = False
        if not whole:
            raise ImproperlyConfigured(
                f"{name}에 열쇠가 아닌 것이 있습니다. manage.py encrypt_second_factors --new-key로 만들어 넣어 주세요."
            )
    return found


@dataclass(frozen=True, slots=True)
class OfficeSignIn:
    """An OpenID Connect provider, and what its claims mean here: `posts` are pairs of a claim's value and the role and division that it
    gives, of which the first that fits holds; by `username_claim` (empty: never) somebody is taken for the account of that name."""

    issuer: str
    name: str
    client: str
    secret: str
    role_claim: str
    posts: tuple[tuple[str, str, str], ...]
    username_claim: str
    own_second_factor: bool
    logout: str

    @property
    def app(self) -> dict[str, Any]:
        """As django-allauth wants it."""
        settings = {"server_url": self.issuer}
        told = {"name": self.name, "client_id": self.client, "secret": self.secret, "settings": settings}
        return {"provider_id": "office", **told}


def office_sign_in(divisions: list[str]) -> OfficeSignIn | None:
    """The provider that OIDC_ISSUER names; None without it."""
    issuer = os.environ.get("OIDC_ISSUER", "").strip().rstrip("/")
    if not issuer:
        return None
    if is_production() and not issuer.startswith("https://"):
        raise ImproperlyConfigured(f"OIDC_ISSUER는 https://로 시작해야 합니다. 지금 값은 '{issuer}'입니다. {TABLE}")
    told = {name: os.environ.get(f"OIDC_{name}", "").strip() for name in ("CLIENT_ID", "CLIENT_SECRET", "ROLES")}
    if missing := [f"OIDC_{name}" for name, value in told.items() if not value]:
        raise ImproperlyConfigured(f"OIDC_ISSUER를 쓰려면 {', '.join(missing)}도 필요합니다. {TABLE}")
    return OfficeSignIn(
        issuer,
        os.environ.get("OIDC_NAME", "").strip() or "업무 인증",
        told["CLIENT_ID"],
        told["CLIENT_SECRET"],
        os.environ.get("OIDC_ROLE_CLAIM", "").strip() or "groups",
        tuple(_post(each, divisions) for each in split(told["ROLES"])),
        os.environ.get("OIDC_USERNAME_CLAIM", "").strip(),
        switch("OIDC_OWN_SECOND_FACTOR", False),
        os.environ.get("OIDC_LOGOUT_URL", "").strip(),
    )


def _post(text: str, divisions: list[str]) -> tuple[str, str, str]:
    """`labour-staff=officer:labour` → its three parts."""
    value, _, post = (each.strip() for each in text.rpartition("="))
    role, _, division = post.partition(":")
    known = {"officer": divisions, "head": divisions, "administrator": [""], "council": [""]}
    if not value or division not in known.get(role, ()):
        raise ImproperlyConfigured(
            f"OIDC_ROLES의 '{text}'를 읽을 수 없습니다. 값=officer:labour, 값=head:labour, 값=administrator, 값=council 꼴로 넣어 주세요. {TABLE}"
        )
    return value, role, division


@dataclass(frozen=True, slots=True)
class Mail:
    """How mails go out. `host` is empty where none was named; `security`: none, starttls, ssl."""

    host: str
    port: int
    user: str
    password: str
    security: str
    sender: str


def mail() -> Mail:
    security = choice("EMAIL_TLS", "none", ("none", "starttls", "ssl"))
    usual = {"none": 25, "starttls": 587, "ssl": 465}[security]
    user, password = os.environ.get("EMAIL_USER", ""), os.environ.get("EMAIL_PASSWORD", "")
    if bool(user) != bool(password):
        raise ImproperlyConfigured(
            f"EMAIL_USER와 EMAIL_PASSWORD는 함께 적어 주세요. 메일 서버에 로그인할 때 씁니다. {TABLE}"
        )
    sender = os.environ.get("DEFAULT_FROM_EMAIL", "").strip() or "seoulwork@localhost"
    try:
        validate_email(parseaddr(sender)[1])
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"DEFAULT_FROM_EMAIL을 메일 주소로 읽을 수 없습니다. jobs@example.go.kr이나 '이름 <jobs@example.go.kr>' 꼴로 "
            f"적어 주세요. 지금 값은 '{sender}'입니다."
        ) from error
    host = os.environ.get("EMAIL_HOST", "").strip()
    return Mail(host, number("EMAIL_PORT", usual, least=1), user, password, security, sender)


def contents(name: str) -> dict[str, Any]:
    """Django's settings of the storage that the address names, by its alias; none for contents that stay in the database."""
    address = os.environ.get(name, "").strip()
    if not address:
        return {}
    parts = urlsplit(address)
    bucket = parts.path.strip("/")
    if parts.scheme not in ("s3", "s3+http") or not (parts.username and parts.password and parts.hostname and bucket):
        raise ImproperlyConfigured(f"{name}을 읽을 수 없습니다. s3://열쇠:비밀값@서버/버킷 꼴로 넣어 주세요. {TABLE}")
    options = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "endpoint_url": f"{'http' if parts.scheme == 's3+http' else 'https'}://{parts.netloc.rpartition('@')[2]}",
        "bucket_name": bucket,
        "region_name": dict(parse_qsl(parts.query)).get("region", "us-east-1"),
        "client_config": _impatient(),
    }
    return {"contents": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}}


def _impatient() -> Any:
    """Somebody waits for the page."""
    from botocore.config import Config

    return Config(connect_timeout=3, read_timeout=20, retries={"max_attempts": 1}, s3={"addressing_style": "path"})


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
