"""What the files of deploy/ say agrees with the program and with each other; `make deploy-check` has their own programs read them."""

import re
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
    assert len(hosts) == 2 and len(set(hosts)) == 1, "each host stands in both lines"
