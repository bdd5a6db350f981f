"""What must hold of the repository's files themselves."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

PACKAGES = ["seoulwork", *settings.DIVISIONS, "reports"]
SOURCES = [path for package in PACKAGES for path in sorted((settings.BASE_DIR / package).rglob("*.py"))]


@pytest.mark.parametrize("name", ["requirements.lock", ".npmrc", ".pre-commit-config.yaml"])
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


def test_every_setting_of_the_environment_stands_in_the_readme_and_in_the_guide_of_those_who_set_it() -> None:
    source = "".join((settings.BASE_DIR / f"seoulwork/{name}.py").read_text() for name in ("settings", "environment"))
    names = set(
        re.findall(r"""(?:environ(?:\.get\(|\[)|\b(?:required|number|switch|choice|database)\()"([A-Z_]+)\"""", source)
    )
    assert {"DATABASE_URL", "SESSION_MINUTES", "SEOULWORK_ENV", "LOG_LEVEL", "SECURE_SSL_REDIRECT"} <= names
    for document in ("README.md", "docs/operator.md"):
        assert [name for name in sorted(names) if f"`{name}`" not in (settings.BASE_DIR / document).read_text()] == []


def test_the_version_is_the_newest_of_the_changelog() -> None:
    version = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (.+)$", (settings.BASE_DIR / "CHANGELOG.md").read_text(), re.MULTILINE)
    numbers = [tuple(map(int, heading.split("."))) for heading in headings]
    assert headings[0] == version
    assert numbers == sorted(set(numbers), reverse=True)


def test_only_tables_that_are_read_by_column_are_set_by_hand() -> None:
    folders = [settings.BASE_DIR / name for name in (*PACKAGES, "tests", "tools")]
    marks = [text.count("# fmt" + ": skip") for folder in folders for text in map(Path.read_text, folder.rglob("*.py"))]
    assert sum(marks) < 20


PAGES = sorted(settings.BASE_DIR.glob("*.md")) + sorted((settings.BASE_DIR / "docs").rglob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_links_of_the_documents_lead_to_files_that_are_there(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_one_figure_is_followed_through_at_most_eight_files_that_are_there() -> None:
    text = (settings.BASE_DIR / "docs/maintainers/DEVELOPING.md").read_text()
    steps = re.findall(
        r"^\d+\. `([^`]+)`, (.+?):", text.partition("## Follow one figure")[2].partition("\n## ")[0], re.MULTILINE
    )
    assert 1 < len(steps) <= 8
    for path, names in steps:
        source = (settings.BASE_DIR / path).read_text()
        for name in re.findall(r"`(?:\w+\.)?(\w+)`", names):
            assert f"def {name}(" in source, (path, name)


@pytest.mark.parametrize("name", [p.name for p in sorted((settings.BASE_DIR / "docs/adr").glob("0*.md"))])
def test_each_decision_is_dated_and_stands_in_the_index(name: str) -> None:
    folder = settings.BASE_DIR / "docs/adr"
    number, title = re.findall(r"^# (\d+)\. (.+)", (folder / name).read_text())[0]
    date, status = re.findall(r"^Date: ([0-9-]{10})\. Status: (.+)\.$", (folder / name).read_text(), re.MULTILINE)[0]
    assert f"| {number} | [{title}]({name}) | {date} | {status} |" in (folder / "README.md").read_text()


TOLD_IN = [*PAGES, *SOURCES, *sorted((settings.BASE_DIR / "tests").rglob("*.py"))]
FOLDERS = "|".join([*PACKAGES, "tests", "tools", "docs"])


@pytest.mark.parametrize("path", TOLD_IN, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_files_that_are_named_in_words_are_there(path: Path) -> None:
    """Templates and static files of an app are named from their own roots: those their users look for."""
    named = re.findall(rf"(?<![\w/.-])((?:{FOLDERS})/[\w/-]+\.(?:py|md|sh))\b", path.read_text())
    assert [name for name in named if not (settings.BASE_DIR / name).exists()] == []


@pytest.mark.parametrize(
    "path", sorted((settings.BASE_DIR / "docs/maintainers").glob("*.md")), ids=lambda path: path.name
)
def test_maintainers_are_spoken_to_in_english(path: Path) -> None:
    """Korean stands there as the name of a thing or as an example, never as a sentence."""
    prose = re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)
    assert re.findall(r"[가-힣]+(?:니다|세요)\b.*", prose) == []
