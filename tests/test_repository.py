"""What must hold of the repository's files themselves."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

PACKAGES = ["seoulwork", *settings.DIVISIONS, "reports"]
SOURCES = [path for package in PACKAGES for path in sorted((settings.BASE_DIR / package).rglob("*.py"))]


@pytest.mark.parametrize("name", ["requirements.lock", ".npmrc"])
def test_lock_files_name_no_registry(name: str) -> None:
    assert "://" not in (settings.BASE_DIR / name).read_text()


def test_the_lock_file_of_npm_names_no_registry() -> None:
    """The only addresses in it are where packages ask for donations."""
    packages = json.loads((settings.BASE_DIR / "package-lock.json").read_text())["packages"]
    assert "node_modules/krds-uiux" in packages
    assert [
        name for name, facts in packages.items() if "://" in str({**facts, "funding": None}) or "resolved" in facts
    ] == []


def test_every_locked_python_package_has_a_hash() -> None:
    text = (settings.BASE_DIR / "requirements.lock").read_text()
    requirements = re.findall(r"^[a-z0-9].*(?:\n {4}--hash.*)*", text, re.MULTILINE)
    assert requirements
    assert [requirement for requirement in requirements if "--hash=sha256:" not in requirement] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_today_is_the_day_in_seoul(path: Path) -> None:
    """At half past midnight in Seoul `now().date()` is still yesterday in UTC: `localdate()` is meant."""
    assert re.findall(r"now\(\)\.date\(\)|\btoday\(\)", path.read_text()) == []


def test_every_setting_of_the_environment_stands_in_the_readme() -> None:
    source = "".join((settings.BASE_DIR / f"seoulwork/{name}.py").read_text() for name in ("settings", "environment"))
    names = set(
        re.findall(r"""(?:environ(?:\.get\(|\[)|\b(?:required|number|switch|choice|database)\()"([A-Z_]+)\"""", source)
    )
    assert {"DATABASE_URL", "SESSION_MINUTES", "SEOULWORK_ENV", "LOG_LEVEL", "SECURE_SSL_REDIRECT"} <= names
    assert [name for name in sorted(names) if f"`{name}`" not in (settings.BASE_DIR / "README.md").read_text()] == []
