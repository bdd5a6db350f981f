"""manage.py as the operator types it (deploy/seoulwork-manage): with the settings that the services have, as the user who may."""

import os
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import get_commands

pytestmark = pytest.mark.any_engine


@pytest.fixture
def script() -> Any:
    path = Path(settings.BASE_DIR) / "deploy/seoulwork-manage"
    loader = SourceFileLoader("seoulwork_manage", str(path))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NAME=서울특별시 일자리노동정책관", "서울특별시 일자리노동정책관"),
        ("NAME=일자리 <jobs@example.go.kr>", "일자리 <jobs@example.go.kr>"),
        ("NAME=a$HOME`id`$(id)b;c & d # e", "a$HOME`id`$(id)b;c & d # e"),
        ("  NAME = around  ", "around"),
        ('NAME="in  quotes "', "in  quotes "),
        ("NAME='one' 'and \"another\"'", 'oneand "another"'),
        (r'NAME="\$ \" \\ \n"', r'$ " \ ' + r"\n"),
        (r"NAME=a\ \\b", r"a \b"),
        ("NAME=in\\\nline", "inline"),
        ("NAME=it's", "it's"),
        ("NAME=", ""),
        ("NAME=first\nNAME=second", "second"),
    ],
)
def test_settings_are_read_as_the_services_read_them(script: Any, line: str, value: str) -> None:
    assert script.assignments(f"# BEFORE=\n; OTHER=\nno setting\n{line}\nAFTER=1\n") == {"NAME": value, "AFTER": "1"}


def called(script: Any, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """What is run in the end, and with which environment."""
    found: list[Any] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chdir", found.append)
    monkeypatch.setattr(os, "umask", lambda mask: 0)
    monkeypatch.setattr(os, "execvpe", lambda *given: found.extend(given))
    monkeypatch.setattr(script.sys, "argv", ["seoulwork-manage", *arguments])
    script.main()
    folder, _, command, environment = found
    return [folder, *command], environment


def test_the_password_of_the_owner_is_with_the_owner_s_user_alone(
    script: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_OF_ROOT", "1")
    script.SETTINGS, script.OF_THE_OWNER = tmp_path / "web.env", tmp_path / "owner.env"
    script.SETTINGS.write_text("DATABASE_URL=postgresql://web\nBACKUP_DIR=/backups\n")
    script.OF_THE_OWNER.write_text("DATABASE_URL=postgresql://owner\n")
    command, environment = called(script, monkeypatch, "doctor", "--database")
    assert command[0] == "/opt/seoulwork" and command[-2:] == ["doctor", "--database"]
    assert "--reuid=seoulwork" in command and not [each for each in command if "caps" in each]
    assert environment["DATABASE_URL"] == "postgresql://web" and "SECRET_OF_ROOT" not in environment
    command, environment = called(
        script, monkeypatch, "--in", "/next", "--without", "BACKUP_DIR", "restore", "file", "--key", "key"
    )
    assert command[0] == "/next" and {"--reuid=seoulwork-owner", "--regid=seoulwork-owner"} < {*command}
    assert "--ambient-caps=+dac_read_search" in command
    assert environment["DATABASE_URL"] == "postgresql://owner" and "BACKUP_DIR" not in environment


def test_what_is_the_owner_s_are_commands_that_there_are(script: Any) -> None:
    assert {*get_commands()} >= script.OWNERS


def test_what_is_missing_is_said(script: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script.SETTINGS = tmp_path / "none.env"
    for arguments, said in (((), "seoulwork-manage COMMAND"), (("doctor",), "먼저 설치해 주세요")):
        with pytest.raises(SystemExit, match=said):
            called(script, monkeypatch, *arguments)
    monkeypatch.setattr(os, "geteuid", lambda: 1)
    monkeypatch.setattr(script.sys, "argv", ["seoulwork-manage", "doctor"])
    with pytest.raises(SystemExit, match="root로"):
        script.main()
