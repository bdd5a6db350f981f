"""What the drill of the bundle does on the host that it was installed on (tools/drills/bundle.sh), with nothing but Python itself.

Services are started as their units say: there is no systemd here.
"""

import base64
import hashlib
import hmac
import http.cookiejar
import json
import os
import re
import shlex
import shutil
import ssl
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

SITE = "https://jobs.drill.example"
UNITS = Path("/etc/systemd/system")
PASSWORD = "first-of-the-bureau-2018"
WAITS = 120
"""Seconds, for what comes up or is worked on"""


def say(text: str) -> None:
    print(f"{time.time() - BEGAN:6.1f}s  {text}", flush=True)


def environment_of(unit: dict[str, list[str]]) -> dict[str, str]:
    found = {name: os.environ[name] for name in ("PATH", "LANG")}
    for line in unit.get("Environment", []):
        found |= dict(each.split("=", 1) for each in shlex.split(line))
    for name in unit.get("EnvironmentFile", []):
        path = Path(name.removeprefix("-"))
        if path.exists() or not name.startswith("-"):
            lines = (line for line in path.read_text().splitlines() if line and not line.startswith("#"))
            found |= dict(line.split("=", 1) for line in lines)
    return found


def unit(name: str) -> dict[str, list[str]]:
    text = (UNITS / name).read_text().replace("\\\n", " ")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key.strip(), []).append(value.strip())
    return found


def start(name: str) -> "subprocess.Popen[bytes]":
    """Run a unit's ExecStart as it says: its user, folder, environment and the folder of its run time."""
    told = unit(name)
    environment = environment_of(told)
    (user,) = told["User"]
    for each in told.get("RuntimeDirectory", []):
        folder = Path("/run", each)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.chown(folder, user, user)
    (line,) = told["ExecStart"]
    command = [re.sub(r"\$\{(\w+)\}", lambda found: environment[found[1]], each) for each in shlex.split(line)]
    (at,) = told["WorkingDirectory"]
    return subprocess.Popen(command, cwd=at, env=environment, user=user, group=user, extra_groups=[], umask=0o077)


class Services:
    """The web unit and two workers."""

    def __init__(self) -> None:
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        names = ("seoulwork-web.service", "seoulwork-worker@.service", "seoulwork-worker@.service")
        self.running = [start(name) for name in names]

    def stop(self, kind: str = "") -> None:
        """Those whose command names the kind, or all."""
        ending = [each for each in self.running if kind in " ".join(map(str, each.args))]  # type: ignore[arg-type]
        for process in ending:
            process.terminate()
        for process in ending:
            process.wait(WAITS)


def manage(*arguments: str) -> str:
    environment = environment_of({"EnvironmentFile": ["/etc/seoulwork.env"]})
    command = ["runuser", "-u", "seoulwork", "--", "/opt/seoulwork/.venv/bin/python", "manage.py", *arguments]
    done = subprocess.run(command, cwd="/opt/seoulwork", env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"manage.py {' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout


class Browser:
    """Follows redirects and keeps cookies; a form is sent with what its page holds against forgery."""

    def __init__(self) -> None:
        context = ssl._create_unverified_context()
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), cookies)
        self.page, self.address = "", SITE + "/"

    def get(self, address: str, **fields: str) -> bytes:
        data = urllib.parse.urlencode(fields).encode() if fields else None
        asked = urllib.request.Request(urllib.parse.urljoin(self.address, address), data, {"Referer": self.address})
        with self.opener.open(asked, timeout=WAITS) as answer:
            content: bytes = answer.read()
            self.address = answer.geturl()
        self.page = content.decode(errors="replace")
        return content

    def post(self, address: str, **fields: str) -> None:
        (token, *_) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)
        self.get(address, csrfmiddlewaretoken=token, **fields)

    def sees(self, text: str) -> None:
        if text not in self.page:
            words = re.sub(r"(<[^>]*>|\s)+", " ", self.page)
            sys.exit(f"{self.address}: '{text}' is not there\n{words[:3000]}")


def code(secret: str) -> str:
    """The six digits that a telephone would show now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"


def until_ready() -> None:
    browser = Browser()
    for _ in range(WAITS * 2):
        try:
            if json.loads(browser.get("/health/ready"))["problems"] == []:
                return
        except (OSError, ValueError):
            pass
        time.sleep(0.5)
    sys.exit(f"not ready: {browser.page}")


def first_log_in(browser: Browser, password: str) -> None:
    browser.get("/")
    browser.post("/account/login/", login="first", password=password)
    browser.sees("비밀번호")
    browser.post("/account/password/change/", oldpassword=password, password1=PASSWORD, password2=PASSWORD)
    browser.get("/account/2fa/totp/activate/")
    if "reauthenticate" in browser.address:
        browser.post(browser.address, password=PASSWORD)
    for _ in range(3):  # the digits of half a minute may be those of the last one when they arrive
        (secret,) = re.findall(r"<code>([A-Z2-7]{16,})</code>", browser.page)
        browser.post("/account/2fa/totp/activate/", code=code(secret))
        if "recovery-codes" in browser.address:
            break
    browser.sees("복구 코드")


def first_month(browser: Browser) -> None:
    browser.get("/entry/")
    browser.post("/entry/open/", month="2018-07", deadline="2018-08-10")
    browser.get("/entry/board/2018-07/")
    browser.sees("2018년 7월")


def first_briefing(browser: Browser) -> None:
    browser.get("/briefings/add/")
    browser.post(
        "/briefings/add/",
        month="2018-07",
        kind="report",
        reference_month="2018-06",
        plan="same",
        session="제282회 시의회 임시회",
        committee="기획경제위원회",
        title="2018 주요업무보고",
        vision="일하는 시민이 행복한 도시",
    )
    browser.get("/briefings/2018-07/")
    browser.sees("2018 주요업무보고")
    browser.get("/briefings/2018-07/download/pdf/")
    for _ in range(WAITS):
        content = browser.get("/briefings/2018-07/drafts/pdf/file/")
        if content.startswith(b"%PDF"):
            say(f"the draft's PDF has {len(content):,} bytes")
            return
        time.sleep(1)
    sys.exit(f"no PDF: {browser.page}")


def titles() -> list[str]:
    return re.findall(r"^title=(.*)$", manage("shell", "-v", "0", "-c", TITLES), re.MULTILINE)


TITLES = (
    "from reports.models import Briefing\nfor each in Briefing.objects.order_by('pk'): print(f'title={each.title}')"
)
NEXT = '''"""A change of the next version."""

from django.db import migrations


def entitle(apps, schema_editor):
    apps.get_model("reports", "Briefing").objects.update(title="다음 판의 제목")


class Migration(migrations.Migration):
    dependencies = [("reports", "LAST")]
    operations = [migrations.RunPython(entitle)]
'''


def next_bundle() -> Path:
    """The same program with one migration more, as a bundle of its own."""
    (old,) = Path("/srv/drill").glob("seoulwork-*")
    new = old.with_name("seoulwork-next")
    shutil.copytree(old, new)
    subprocess.run(["tar", "-xzf", "program.tar.gz"], cwd=new, check=True)
    folder = new / "program/reports/migrations"
    last = max(path.stem for path in folder.glob("[0-9]*.py"))
    number = int(last[:4]) + 1
    (folder / f"{number:04d}_of_the_drill.py").write_text(NEXT.replace("LAST", last))
    subprocess.run(["tar", "-czf", "program.tar.gz", "program"], cwd=new, check=True)
    shutil.rmtree(new / "program")
    sums = "find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS"
    subprocess.run(["bash", "-c", sums], cwd=new, check=True)
    return new


def install(folder: Path, *options: str) -> None:
    subprocess.run(["./install.sh", "--no-start", *options], cwd=folder, check=True)


def upgrade_and_back(services: Services) -> None:
    folder = next_bundle()
    services.stop("db_worker")
    install(folder)
    services.stop()
    services.start()
    until_ready()
    if titles() != ["다음 판의 제목"]:
        sys.exit(f"not upgraded: {titles()}")
    say("upgraded by the next bundle, with a migration")
    services.stop()
    install(folder, "--back")
    services.start()
    until_ready()
    if titles() != ["2018 주요업무보고"]:
        sys.exit(f"not gone back: {titles()}")
    say("gone back, with the data of before")
    manage("doctor")


def under_maintenance() -> None:
    """nginx answers with the page, and takes it away."""
    manage("maintenance", "on", "--until", "18:00")
    try:
        Browser().get("/")
    except urllib.error.HTTPError as error:
        if error.code != 503 or not error.headers["Retry-After"] or "18:00" not in error.read().decode():
            sys.exit(f"no maintenance page: {error.code} {error.headers}")
    else:
        sys.exit("no maintenance page")
    manage("maintenance", "off")


def main() -> None:
    say("installed")
    subprocess.run(["nginx"], check=True)
    services = Services()
    services.start()
    until_ready()
    say("web server and two workers answer behind nginx")
    sys.stdout.write(manage("doctor"))
    sys.stdout.write(manage("check", "--deploy"))
    (password,) = re.findall(r"^임시 비밀번호: (\S+)$", SAID.read_text(), re.MULTILINE)
    browser = Browser()
    first_log_in(browser, password)
    say("first log-in")
    first_month(browser)
    say("first month")
    first_briefing(browser)
    say("first briefing: from the bare Debian to here")
    under_maintenance()
    upgrade_and_back(services)
    services.stop()
    say("all of it")


if __name__ == "__main__":
    BEGAN, SAID = int(sys.argv[1]), Path(sys.argv[2])
    main()
