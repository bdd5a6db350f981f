"""Where `install.sh --back` leads to and what it restores. The whole of the installer is tried by `make bundle-drill`."""

import json
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

INSTALLER = Path(settings.BASE_DIR) / "deploy/install.sh"
STANDS_FOR = """
program=$here/program releases=$here/releases data=$here record=$here/upgraded.json record_before=$here/upgraded.before.json
release=$releases/next
as_web() { :; }
stop_workers() { :; }
files_of_the_host() { :; }
finish() { :; }
sed() { :; }
restore_before() { echo "restored $1"; }
"""

pytestmark = pytest.mark.any_engine


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """Three versions, of which the units run the second, which came by an upgrade; no way of systemd."""
    for name in ("first", "second", "next"):
        (tmp_path / "releases" / name).mkdir(parents=True)
    (tmp_path / "program").symlink_to(tmp_path / "releases/second")
    (tmp_path / "releases/before").symlink_to(tmp_path / "releases/first")
    record(tmp_path, "of-the-first", finished=True)
    return tmp_path


def record(host: Path, backup: str, *, finished: bool, migrations: int = 2, name: str = "upgraded.json") -> None:
    told = {"backup": backup, "migrations": migrations, "finished": finished}
    (host / name).write_text(json.dumps(told))


def back(host: Path, *, release: str = "next") -> tuple[str, str, list[str]]:
    """What is said of the database, which version runs, and what --back would still find: the record's backup and the version."""
    functions = INSTALLER.read_text().rpartition("\nlook\n")[0]
    calls = f"here={host}\n{STANDS_FOR}\nstart= release=$releases/{release}\ngo_back"
    done = subprocess.run(
        ["bash", "-c", f"{functions}\n{calls}"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    said = [line for line in f"{done.stdout}{done.stderr}".splitlines() if not line.startswith((" ", "앞 판으로"))]
    path, before = host / "upgraded.json", host / "releases/before"
    left = [json.loads(path.read_text())["backup"]] if path.exists() else []
    left += [before.resolve().name] if before.is_symlink() else []
    return " ".join(said), (host / "program").resolve().name, left


def test_from_what_was_upgraded_to_the_version_before_once(host: Path) -> None:
    assert back(host, release="second") == ("restored of-the-first", "first", [])
    assert back(host, release="second") == ("되돌릴 앞 판이 없습니다.", "first", [])


def test_from_an_upgrade_that_broke_off_to_where_it_began(host: Path) -> None:
    record(host, "of-the-first", finished=True, name="upgraded.before.json")
    record(host, "of-the-second", finished=False)
    assert back(host) == ("restored of-the-second", "second", ["of-the-first", "first"])
    (host / "releases/before").unlink()
    record(host, "of-the-second", finished=False)
    assert back(host) == ("restored of-the-second", "second", [])


def test_of_what_stopped_before_the_database_was_changed_nothing_is_restored(host: Path) -> None:
    (host / "maintenance.html").touch()
    assert back(host) == ("", "second", ["of-the-first", "first"])
    record(host, "of-the-second", finished=False, migrations=0)
    assert back(host)[:2] == ("", "second")


def test_the_same_bundle_once_more_leaves_the_way_back(host: Path) -> None:
    """Its own backup holds what the version before could not read."""
    functions = INSTALLER.read_text().rpartition("\nlook\n")[0]
    record(host, "of-the-first", finished=True, name="upgraded.before.json")
    record(host, "of-the-second", finished=True, migrations=0)
    calls = f"here={host}\n{STANDS_FOR}\nrelease=$releases/second\nmark_before"
    subprocess.run(["bash", "-c", f"{functions}\n{calls}"], check=True)
    assert back(host, release="second") == ("restored of-the-first", "first", [])
