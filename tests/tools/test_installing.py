"""What `install.sh` leaves alone, refuses and goes back to. The whole of the installer is tried by `make bundle-drill`."""

import json
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

INSTALLER = Path(settings.BASE_DIR) / "deploy/install.sh"
STANDS_FOR = """
program=$here/program releases=$here/releases data=$here record=$here/upgraded.json record_before=$here/upgraded.before.json
release=$releases/next role=all
run() { :; }
elsewhere() { :; }
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


def said_by(calls: str) -> str:
    """What functions of the installer say, whether or not they end it."""
    functions = INSTALLER.read_text().rpartition("\nlook\n")[0]
    command = ["bash", "-c", f"{functions}\n{calls}"]
    nothing, both = subprocess.DEVNULL, subprocess.STDOUT
    return subprocess.run(command, stdin=nothing, stdout=subprocess.PIPE, stderr=both, text=True, check=False).stdout


def back(host: Path, *, release: str = "next") -> tuple[str, str, list[str]]:
    """What is said of the database, which version runs, and what --back would still find: the record's backup and the version."""
    done = said_by(f"here={host}\n{STANDS_FOR}\nstart= release=$releases/{release}\ngo_back")
    said = [line for line in done.splitlines() if not line.startswith((" ", "앞 판으로"))]
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
    record(host, "of-the-first", finished=True, name="upgraded.before.json")
    record(host, "of-the-second", finished=True, migrations=0)
    assert said_by(f"here={host}\n{STANDS_FOR}\nrelease=$releases/second\nmark_before") == ""
    assert back(host, release="second") == ("restored of-the-first", "first", [])


def test_the_way_back_waits_for_other_hosts_and_for_the_key(host: Path) -> None:
    record(host, "of-the-first.backup.age", finished=True)
    calls = f"here={host}\n{STANDS_FOR}\nbackup_key={host}/key release=$releases/second"
    assert "열쇠를" in said_by(f"{calls}\ngo_back")
    (host / "key").touch()
    assert "다른 서버(jobs-2)" in said_by(f"{calls}\nelsewhere() {{ echo jobs-2; }}\ngo_back")
    assert (host / "program").resolve().name == "second"


def test_what_somebody_changed_stays_and_the_new_file_comes_beside_it(tmp_path: Path) -> None:
    unit, beside = tmp_path / "web.service", tmp_path / "web.service.dpkg-dist"

    def place(text: str) -> str:
        return said_by(f"releases={tmp_path}/releases\nplace {unit} <<<{text}")

    assert (place("first"), unit.read_text()) == ("", "first\n")
    assert (place("second"), unit.read_text()) == ("", "second\n")
    unit.write_text("of the office\n")
    for text in ("third", "fourth"):
        assert f"{unit}: 고친 것이 있어" in place(text)
        assert (unit.read_text(), beside.read_text()) == ("of the office\n", f"{text}\n")
    unit.write_text("fourth\n")
    assert (place("fifth"), unit.read_text(), beside.exists()) == ("", "fifth\n", False)


def test_what_is_stopped_goes_on_when_nothing_came_of_it(tmp_path: Path) -> None:
    """Behind the maintenance page it stays down."""
    calls = f"data={tmp_path} start=yes\nsystemctl() {{ echo $*; }}\nswitched_on() {{ echo $1 worker@1 worker@3 daily.timer; }}"
    stopping = "stop seoulwork-worker@* seoulwork-*.timer\n"
    assert said_by(f"{calls}\nrefuse no") == "no\n"
    assert said_by(f"{calls}\nstop_workers\nrefuse no") == f"{stopping}no\nstart worker@1 worker@3 daily.timer\n"
    (tmp_path / "maintenance.html").touch()
    assert said_by(f"{calls}\nstop_workers\nrefuse no") == f"{stopping}no\n"


def test_an_answer_that_would_be_passed_over_is_refused(tmp_path: Path) -> None:
    known = "setting() { case $1 in ALLOWED_HOSTS) echo jobs.example,other.example ;; *) echo mail.example ;; esac; }"
    for given, expected in (
        ("--host jobs.example ALLOWED_HOSTS", ""),
        ("--mail-host mail.example EMAIL_HOST", ""),
        ("--host '' ALLOWED_HOSTS", ""),
        ("--host other.example ALLOWED_HOSTS", "ALLOWED_HOSTS를 고친 뒤 --host 없이"),
        ("--mail-host post.example EMAIL_HOST", "EMAIL_HOST를 고친 뒤 --mail-host 없이"),
    ):
        said = said_by(f"{known}\nrefuse_other {given}")
        assert expected in said if expected else said == ""


def test_a_role_stays_what_it_was(tmp_path: Path) -> None:
    (tmp_path / "role").write_text("web\n")
    here = f"releases={tmp_path} program={tmp_path}"
    assert said_by(f"{here}\nread_role\necho $role") == "web\n"
    assert "--role web이고, 다른 것(--role all)으로 바꿀 수 없습니다" in said_by(f"{here} role=all\nread_role")
    stopped = f"releases={tmp_path} program={tmp_path}/none role=worker"
    assert said_by(f"{stopped}\nread_role\necho $role") == "worker\n", "the first installation did not come to its end"
    assert "가운데 하나를" in said_by(f"{here}/none role=database\nread_role")


def test_settings_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A rerun keeps the file that is there."""
    calls = f"releases={tmp_path} role=all\nsql() {{ return 1; }}\nkeep() {{ echo kept $1; }}\nsettings"
    assert "kept" not in said_by(calls)
    calls = calls.replace("return 1", "cat >/dev/null")
    assert said_by(calls).startswith(
        "kept /etc/seoulwork-owner.env\nkept /etc/seoulwork-worker.env\nkept /etc/seoulwork.env"
    )


def test_of_the_backups_before_upgrades_two_stay_and_the_one_that_the_way_back_needs(host: Path) -> None:
    folder = host / "before-upgrades"
    folder.mkdir()
    for number in range(1, 6):
        (folder / f"seoulwork-2018070{number}-023000.backup.age").touch()
    record(host, str(folder / "seoulwork-20180702-023000.backup.age"), finished=True)
    assert said_by(f"here={host}\n{STANDS_FOR}\nforget_backups") == ""
    assert [each.name[10:18] for each in sorted(folder.iterdir())] == ["20180702", "20180704", "20180705"]
