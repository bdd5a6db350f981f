"""What the files of deploy/ say agrees with the program and with each other; `make deploy-check` has their own programs read them."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

DEPLOY = Path(settings.BASE_DIR) / "deploy"

pytestmark = pytest.mark.any_engine


def read(name: str) -> str:
    return (DEPLOY / name).read_text()


def test_units_start_what_there_is() -> None:
    units = {path.name: path.read_text().replace("\\\n", " ") for path in DEPLOY.glob("*.service")}
    started = {name: re.findall(r"^ExecStart=(\S+)(.*)$", text, re.MULTILINE) for name, text in units.items()}
    assert all(len(each) == 1 for each in started.values()), started
    commands = [found[1] for each in started.values() for found in re.findall(r"(manage\.py) (\w+)", each[0][1])]
    assert len(commands) == len(units) - 1 and set(commands) <= set(get_commands())
    assert started["seoulwork-web.service"][0][0].endswith("/gunicorn")


def test_every_service_gives_up_what_it_never_needs() -> None:
    common = {
        path.name: re.split(r"\n\n", path.read_text().partition("# What no part of the program needs;")[2])[0].strip()
        for path in DEPLOY.glob("*.service")
    }
    assert len(common) == 5 and len(set(common.values())) == 1, "the same lines in each unit"
    assert "SystemCallFilter=~@privileged" in common["seoulwork-worker@.service"]


@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("*.service")))
def test_systemd_itself_finds_little_that_a_service_could_do(unit: str) -> None:
    asked = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", str(DEPLOY / unit)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_service_writes_the_static_files() -> None:
    for path in DEPLOY.glob("*.service"):
        written = re.findall(r"^(?:ReadWritePaths|StateDirectory)=(.*)$", path.read_text(), re.MULTILINE)
        assert {each for line in written for each in line.split()} <= {
            "/var/backups/seoulwork",
            "seoulwork/stored",
            "seoulwork-records",
        }, path.name


def test_each_timer_goes_by_the_clock_of_the_office() -> None:
    timers = {path.name: path.read_text() for path in DEPLOY.glob("*.timer")}
    when = {name: re.findall(r"^OnCalendar=(.*)$", text, re.MULTILINE) for name, text in timers.items()}
    assert len(when) == 3
    assert [
        name for name, lines in when.items() if not lines or not all(each.endswith(" Asia/Seoul") for each in lines)
    ] == []


def test_what_a_timer_starts_waits_for_the_database_and_is_tried_again() -> None:
    units = [path.read_text() for path in DEPLOY.glob("*.service") if "Type=oneshot" in path.read_text()]
    assert len(units) == 3
    for text in units:
        assert "postgresql.service" in re.findall(r"^After=(.*)$", text, re.MULTILINE)[0].split()
        assert "Restart=on-failure" in text and re.search(r"^RestartSec=\d+min$", text, re.MULTILINE)


def test_roles_are_the_same_in_all_files() -> None:
    made = set(re.findall(r"CREATE ROLE (\w+)", read("postgresql/roles.sql")))
    let_in = {
        role
        for line in read("postgresql/pg_hba.conf").splitlines()
        if line.startswith("hostssl")
        for role in line.split()[2].split(",")
    }
    assert made == let_in
    standby = re.search(r"application_name=(\w+)", read("postgresql/standby.conf"))
    assert standby and f"({standby[1]})" in read("postgresql/primary.conf")
    assert f"'{standby[1]}'" in read("postgresql/roles.sql") and standby[1] in made


def test_nginx_leaves_pages_and_saves_to_the_program() -> None:
    text = read("nginx/seoulwork.conf")
    assert re.findall(r"^\s*gzip (\w+);", text, re.MULTILINE) == ["off"], "what is secret is not compressed there"
    assert f"location {settings.STATIC_URL} {{" in text
    hosts = re.findall(r"^    server (\S+) .*;$", text, re.MULTILINE)
    assert len(hosts) == 3 and len(set(hosts)) == 1, "each host stands in all lines"
