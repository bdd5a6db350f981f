"""How a variable of the environment is read, each kind of value by itself; test_settings.py starts the program with them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from seoulwork import environment

NAME = "SEOULWORK_TRIED"
SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"


def engine(name: str, demo: str) -> Any:
    return environment.database(name, demo)["ENGINE"]


@pytest.mark.parametrize(
    ("read", "default", "text", "value"),
    [
        (environment.number, 3, "", 3),
        (environment.number, 3, " 12 ", 12),
        (environment.number, 3, "0", 0),
        (environment.switch, True, "", True),
        (environment.switch, True, "0", False),
        (environment.switch, False, "1", True),
        (engine, "sqlite:///demo.sqlite3", "", SQLITE),
        (engine, "sqlite:///demo.sqlite3", "postgresql://u:p@host/name", POSTGRESQL),
        (environment.required, "demo", "", "demo"),
        (environment.required, "demo", " own ", "own"),
    ],
)
def test_value(
    read: Callable[[str, Any], Any], default: Any, text: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEOULWORK_ENV", raising=False)
    monkeypatch.setenv(NAME, text)
    assert read(NAME, default) == value


@pytest.mark.parametrize(
    ("read", "default", "text"),
    [
        (environment.number, 3, "-1"),
        (environment.number, 3, "one"),
        (environment.number, 3, "３"),
        (environment.switch, True, "yes"),
        (environment.database, "", ""),
        (environment.database, "", "mysql://u:p@host/name"),
        (environment.database, "", "postgresql://u:p@host/"),
        (environment.database, "", "no-such://host/name"),
    ],
)
def test_refused_by_name(
    read: Callable[[str, Any], Any], default: Any, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEOULWORK_ENV", raising=False)
    monkeypatch.setenv(NAME, text)
    with pytest.raises(ImproperlyConfigured, match=NAME):
        read(NAME, default)


def test_a_database_server_that_is_gone_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgresql://u:p@first,second/name?connect_timeout=9")
    found = environment.database(NAME, "")
    options = found["OPTIONS"]
    assert (found["HOST"], options["target_session_attrs"], options["tcp_user_timeout"]) == (
        "first,second",
        "read-write",
        4000,
    )
    assert options["connect_timeout"] == 9, "what the address says counts"
    assert found["CONN_HEALTH_CHECKS"] and not found["DISABLE_SERVER_SIDE_CURSORS"]
    monkeypatch.setenv(NAME, "postgresql://u:p@one/name")
    monkeypatch.setenv("DATABASE_POOLED", "1")
    found = environment.database(NAME, "")
    assert found["DISABLE_SERVER_SIDE_CURSORS"] and "target_session_attrs" not in found["OPTIONS"]


def test_production_has_no_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEOULWORK_ENV", "production")
    monkeypatch.setenv(NAME, " ")
    with pytest.raises(ImproperlyConfigured, match=NAME):
        environment.required(NAME, "demo")


def test_an_unknown_installation_is_no_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEOULWORK_ENV", "prod")
    with pytest.raises(ImproperlyConfigured, match="'prod'"):
        environment.is_production()


def test_one_of_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "")
    assert environment.choice(NAME, "text", ("text", "json")) == "text"
    monkeypatch.setenv(NAME, "xml")
    with pytest.raises(ImproperlyConfigured, match="text, json"):
        environment.choice(NAME, "text", ("text", "json"))


def test_a_list_between_commas() -> None:
    assert environment.split(" a.example ,, b.example,") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("secret", "why"),
    [
        ("짧은 비밀", "50자 이상"),
        ("a" * 60, "글자가 1가지"),
        ("0123456789ab" * 6, "되풀이"),
        ("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", ""),
    ],
)
def test_a_secret_that_could_be_guessed(secret: str, why: str) -> None:
    found = environment.weakness(secret)
    assert why in found
    assert bool(found) is bool(why)


def test_what_is_wrong_is_told_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, environment.told(code=4):
        raise ImproperlyConfigured("비밀 열쇠가 없습니다.")
    assert ended.value.code == 4
    assert capsys.readouterr().err == "비밀 열쇠가 없습니다.\n"
