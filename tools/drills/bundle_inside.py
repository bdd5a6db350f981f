"""What the drill of the bundle does on the host that it was installed on (tools/drills/bundle.sh), with nothing but Python itself.

bundle_inside.py BEGAN use          what was just installed
bundle_inside.py BEGAN again TOOK   the same host, started anew within so many seconds
"""

import base64
import hashlib
import hmac
import http.cookiejar
import json
import os
import re
import shutil
import signal
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
DRILL = Path("/srv/drill")
PROGRAM = Path("/opt/seoulwork")
WORD = "first-of-the-bureau-2018"
TITLE = "2018 주요업무보고"
KEPT = DRILL / "kept.json"
"""What has to be known after the host was started anew"""
SERVED = ("seoulwork-web", "seoulwork-worker@1", "seoulwork-worker@2", "nginx", "postgresql@15-main")
TIMERS = ("seoulwork-backup.timer", "seoulwork-daily.timer")
WAITS = 120
"""Seconds, for what comes up or is worked on"""
steps = 0


def say(text: str) -> None:
    """One thing more that was tried and was so."""
    global steps
    steps += 1
    print(f"{time.time() - BEGAN:6.1f}s  {steps:2d}  {text}", flush=True)


def run(*command: str, check: bool = True, cwd: Path = DRILL) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if check and done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done


def shown(unit: str, name: str) -> str:
    return run("systemctl", "show", "--value", "-p", name, unit).stdout.strip()


def manage(*arguments: str) -> str:
    """As docs/operator.md says it."""
    return run("/usr/local/sbin/seoulwork-manage", *arguments).stdout


def sql(statement: str) -> str:
    told = ("runuser", "-u", "postgres", "--", "psql", "-qXAt", "-d", "seoulwork", "-c", statement)
    return run(*told, cwd=Path("/")).stdout.strip()


def all_is_up(*more: str) -> None:
    """systemd runs each unit, and no other unit has failed."""
    wrong = {each: state for each in (*SERVED, *TIMERS, *more) if (state := shown(each, "ActiveState")) != "active"}
    failed = run("systemctl", "list-units", "--failed", "--plain", "--no-legend").stdout
    if wrong or failed:
        sys.exit(f"not up: {wrong} {failed}")


class Browser:
    """Follows redirects and keeps cookies; a form is sent with what its page holds against forgery."""

    def __init__(self, authority: Path | None = None) -> None:
        context = ssl.create_default_context(cafile=authority) if authority else ssl._create_unverified_context()
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


def until_ready() -> float:
    """How many seconds it took."""
    browser, since = Browser(), time.monotonic()
    while time.monotonic() - since < WAITS:
        try:
            if json.loads(browser.get("/health/ready"))["problems"] == []:
                return time.monotonic() - since
        except (OSError, ValueError):
            pass
        time.sleep(0.2)
    sys.exit(f"not ready: {browser.page}")


def first_log_in(browser: Browser, password: str) -> str:
    """The secret of the second factor."""
    browser.get("/")
    browser.post("/account/login/", login="first", password=password)
    browser.sees("비밀번호")
    browser.post("/account/password/change/", oldpassword=password, password1=WORD, password2=WORD)
    browser.get("/account/2fa/totp/activate/")
    if "reauthenticate" in browser.address:
        browser.post(browser.address, password=WORD)
    for _ in range(3):  # the digits of half a minute may be those of the last one when they arrive
        (secret,) = re.findall(r"<code>([A-Z2-7]{16,})</code>", browser.page)
        browser.post("/account/2fa/totp/activate/", code=code(secret))
        if "recovery-codes" in browser.address:
            break
    browser.sees("복구 코드")
    return str(secret)


def log_in(browser: Browser, secret: str) -> None:
    browser.get("/")
    browser.post("/account/login/", login="first", password=WORD)
    for _ in range(3):
        browser.post(browser.address, code=code(secret))
        if "2fa" not in browser.address:
            break
        time.sleep(30)  # digits that were used are not taken twice
    browser.get("/entry/")
    browser.sees("2018년 7월")


def open_month(browser: Browser, month: str, deadline: str) -> None:
    browser.get("/entry/")
    browser.post("/entry/open/", month=month, deadline=deadline)
    browser.get(f"/entry/board/{month}/")
    browser.sees("2018년")


def begin_briefing(browser: Browser) -> None:
    browser.get("/briefings/add/")
    browser.post(
        "/briefings/add/",
        month="2018-07",
        kind="report",
        reference_month="2018-06",
        plan="same",
        session="제282회 시의회 임시회",
        committee="기획경제위원회",
        title=TITLE,
        vision="일하는 시민이 행복한 도시",
    )
    browser.get("/briefings/2018-07/")
    browser.sees(TITLE)


def drafted() -> str:
    """When the last draft was made, empty before the first: two of the same minute are the same file."""
    return sql("SELECT max(made_at) FROM reports_draftfile")


def another_draft(browser: Browser, before: str) -> bytes:
    """The PDF that a worker makes, once it is made after `before`."""
    for _ in range(WAITS * 2):
        if drafted() != before:
            content = browser.get("/briefings/2018-07/drafts/pdf/file/")
            if content.startswith(b"%PDF"):
                return content
        time.sleep(0.5)
    sys.exit("no PDF")


def killed(name: str) -> None:
    os.kill(int(shown(name, "MainPID")), signal.SIGKILL)


def until_started_again(name: str, before: str) -> float:
    since = time.monotonic()
    while time.monotonic() - since < WAITS:
        if shown(name, "MainPID") not in ("0", before) and shown(name, "ActiveState") == "active":
            return time.monotonic() - since
        time.sleep(0.1)
    sys.exit(f"{name} was not started again\n{run('systemctl', 'status', name, check=False).stdout}")


RUNNING = "SELECT count(*) FROM operations_task WHERE state = 'running'"


def kill_at_work(browser: Browser) -> tuple[dict[str, str], str]:
    """Both workers, while one of them makes a draft: their processes by their names, and when the last draft was made."""
    for _ in range(WAITS):
        before = drafted()
        workers = {name: shown(name, "MainPID") for name in ("seoulwork-worker@1", "seoulwork-worker@2")}
        browser.get("/briefings/2018-07/download/pdf/")
        for _ in range(WAITS):
            if sql(RUNNING) != "0":
                break
        for name in workers:
            killed(name)
        if sql(RUNNING) != "0":  # a worker that died leaves it so
            return workers, before
        for name, pid in workers.items():
            until_started_again(name, pid)
    sys.exit("no worker was killed at work")


def kill_and_go_on(browser: Browser) -> None:
    web = shown("seoulwork-web", "MainPID")
    killed("seoulwork-web")
    took = until_started_again("seoulwork-web", web)
    answers = took + until_ready()
    browser.get("/entry/board/2018-07/")
    browser.sees("2018년 7월")
    say(
        f"web server killed: started again after {took:.1f} s, answers after {answers:.1f} s, who was signed in goes on"
    )

    workers, before = kill_at_work(browser)
    since = time.monotonic()
    took = max(until_started_again(name, pid) for name, pid in workers.items())
    another_draft(browser, before)
    say(
        f"both workers killed at work: started again after {took:.1f} s, the PDF is there after {time.monotonic() - since:.1f} s"
    )
    until_ready()
    all_is_up()


PLANT = """
from datetime import timedelta
from django.utils import timezone
from seoulwork.accounts.models import User
from seoulwork.audit import accesses
from seoulwork.audit.models import Access
from seoulwork.audit.seals import seal
at, user = timezone.now() - timedelta(days=1200), User.objects.get()
old = Access(number=1, at=at, actor=user, account=user.username, doing="viewed", page="drill", subjects="", count=1)
old.sealed = seal(accesses.last()[1], {name: getattr(old, name) for name in accesses.FIELDS})
old.save(force_insert=True)
"""
"""The first of the access records, which is older than they are kept"""


def services_of_timers() -> None:
    """Each service that a timer starts does its work under its limits."""
    timers = sorted(path.stem for path in (PROGRAM / "deploy").glob("*.timer"))
    for name in timers:
        if name == "seoulwork-records":  # as docs/operator.md has it switched on
            with Path("/etc/seoulwork.env").open("a") as settings:
                settings.write("LOG_ARCHIVE_DIR=/var/lib/seoulwork-records\n")
            run("systemctl", "restart", "seoulwork-web", "seoulwork-worker@*")
            run("systemctl", "enable", "--now", "seoulwork-records.timer")
        run("systemctl", "start", name)
        result, next_at = shown(name, "Result"), shown(f"{name}.timer", "NextElapseUSecRealtime")
        if result != "success" or not next_at:
            sys.exit(f"{name}: {result}, next at {next_at}")
        told = run("journalctl", "--no-pager", "-o", "cat", "-t", "python", "-u", name).stdout.strip().splitlines()
        say(f"{name}: {told[-1][:120] if told else ''} (next {next_at})")
    archives = [path for path in Path("/var/lib/private/seoulwork-records").rglob("*") if path.is_file()]
    if not archives or any(path.stat().st_mode & 0o077 for path in archives):
        sys.exit(f"archives of records: {archives}")
    manage("verify_editions")
    say(f"records: {', '.join(path.name for path in archives)}, for root alone; what is left is proven")

    newest = max(Path("/var/backups/seoulwork").glob("*.backup.age"), key=lambda path: path.stat().st_mtime)
    say(manage("verify_backup", str(newest), "--key", "/etc/seoulwork-backup.key").strip())

    run("logrotate", "--force", "/etc/logrotate.d/seoulwork")
    run("systemctl", "start", "logrotate")
    for _ in range(20):  # nginx opens the new file once it comes to it
        Browser().get("/health/live")
        if seen := "/health/live" in Path("/var/log/seoulwork/access.log").read_text():
            break
        time.sleep(0.5)
    logs = sorted(path.name for path in Path("/var/log/seoulwork").iterdir())
    if not seen or len(logs) < 3:
        sys.exit(f"logs: {logs}")
    say(f"logs divided: {', '.join(logs)}")


LEFT_OUT = ("operations_worker", "operations_task", "django_session")
"""Tables that change while nobody does anything"""


def held() -> dict[str, str]:
    """What the host holds of an installation: each table by its rows, each file by its content."""
    tables = sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").splitlines()
    rows = " UNION ALL ".join(
        f"SELECT '{each}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {each} t"
        for each in tables
        if each not in LEFT_OUT
    )
    found = dict(line.split("|") for line in sql(rows).splitlines())
    for pattern in (
        "seoulwork*",
        "nginx/seoulwork/*",
        "nginx/sites-*/*",
        "systemd/system/*seoulwork*",
        "logrotate.d/*",
    ):
        for path in Path("/etc").glob(pattern):
            if path.is_file():
                found[str(path)] = (
                    hashlib.sha256(path.read_bytes()).hexdigest() + oct(path.stat().st_mode) + path.owner()
                )
    return found | {"program": str(PROGRAM.resolve()), "before": str(Path(f"{PROGRAM}-releases/before").resolve())}


def install(folder: Path, *options: str, fails: str = "") -> str:
    done = run("./install.sh", *options, cwd=folder, check=False)
    said = f"{done.stdout}{done.stderr}"
    if fails not in said or bool(done.returncode) != bool(fails):
        sys.exit(f"install.sh {' '.join(options)}: {done.returncode}\n{said}")
    return said


def refused(bundle: Path) -> None:
    """What can't be upgraded is as it was, whatever the next bundle brings; so is what the office has set."""
    nightly = Path("/var/backups/seoulwork")
    aside = nightly.rename(nightly.with_name("aside"))
    nightly.mkdir()
    folder = bundle_with(bundle, "seoulwork-refused", ENTITLE)
    before = held()
    install(folder, fails="36시간 안의 백업이 없습니다")
    nightly.rmdir()
    aside.rename(nightly)
    if held() != before:
        sys.exit("a refused upgrade has changed something")
    all_is_up("seoulwork-records.timer")
    say("an upgrade that is refused has changed nothing, and what it had stopped goes on")
    install(bundle, "--host", "other.drill.example", fails="--host 없이")
    say("another name than that of the installation is refused")


AGENCY, SENDER = "서울특별시 일자리노동정책관 <drill> $HOME", "일자리 <jobs@drill.example>"


def settings_of_the_office(bundle: Path) -> None:
    """Blanks and signs in settings, a unit's drop-in, a file of nginx and one of PostgreSQL outlast an installation."""
    with Path("/etc/seoulwork.env").open("a") as settings:
        settings.write(f"AGENCY_NAME={AGENCY}\nDEFAULT_FROM_EMAIL={SENDER}\n")
    drop_in = Path("/etc/systemd/system/seoulwork-web.service.d/local.conf")
    drop_in.parent.mkdir()
    drop_in.write_text("[Service]\nEnvironment=SEOULWORK_PROCESSES=2\n")
    (conf_d,) = Path("/etc/postgresql").glob("*/main/conf.d")
    (conf_d / "zz-local.conf").write_text("listen_addresses = '*'\n")
    site = Path("/etc/nginx/sites-available/seoulwork.conf")
    site.write_text(f"# of the office\n{site.read_text()}")
    run("systemctl", "restart", "postgresql")
    next_one = bundle_with(bundle, "seoulwork-changed")
    run("tar", "-xzf", "program.tar.gz", cwd=next_one)
    with (next_one / "program/deploy/nginx/seoulwork.conf").open("a") as text:
        text.write("# of the next version\n")
    pack(next_one)
    if "고친 것이 있어 그대로 두고" not in install(next_one):
        sys.exit("the file of nginx that somebody changed is not told of")
    until_ready()
    if "# of the office" not in site.read_text() or "of the next" not in Path(f"{site}.dpkg-dist").read_text():
        sys.exit("the file of nginx that somebody changed is not kept")
    if sql("SHOW listen_addresses") != "*" or b"--workers\x002\0" not in of_the_web("cmdline"):
        sys.exit("what the office has set is gone")
    told = (
        "shell",
        "-v",
        "0",
        "-c",
        "from django.conf import settings as s; print(s.AGENCY['name'], s.DEFAULT_FROM_EMAIL)",
    )
    if manage(*told).strip() != f"{AGENCY} {SENDER}":
        sys.exit(f"not what was set: {manage(*told)}")
    if not all(f"={each}\0".encode() in of_the_web("environ") for each in (AGENCY, SENDER)):
        sys.exit(f"not what was set: {of_the_web('environ')!r}")
    say("what the office has set stays, and the same signs mean the same to the services and to manage.py")
    of_users()


def of_the_web(what: str) -> bytes:
    return Path(f"/proc/{shown('seoulwork-web', 'MainPID')}/{what}").read_bytes()


def of_users() -> None:
    """What belongs to whom: the web process's user has no file that pages are made of, and none of the owner's secrets."""
    wrong = run("find", "/var/lib/seoulwork", "/opt/seoulwork/", "-user", "seoulwork", "!", "-path", "*/stored*").stdout
    backups = [*Path("/var/lib/seoulwork/before-upgrades").iterdir()]
    if wrong or not backups or len(backups) > 3 or any(path.suffix != ".age" for path in backups):
        sys.exit(f"of the web's user: {wrong}; before upgrades: {backups}")
    say(f"static files and {len(backups)} encrypted backups before upgrades are the owner's alone")


def twice(browser: Browser, bundle: Path) -> None:
    before = held()
    install(bundle, "--host", "jobs.drill.example", "--administrator", "first")
    until_ready()
    after = held()
    if changed := {each for each in before | after if before.get(each) != after.get(each)}:
        sys.exit(f"changed by the same bundle: {changed}")
    browser.get("/briefings/2018-07/")
    browser.sees(TITLE)
    say(f"the same command once more: {len(before)} tables and files are as they were, who was signed in goes on")


def certificate_of_the_office(bundle: Path) -> None:
    office = DRILL / "office"
    before = held()
    install(bundle, "--certificate", f"{office}/site.pem", "--key", f"{office}/other.key", fails="서로 맞지 않습니다")
    if held() != before:
        sys.exit("a certificate with another's key has changed something")
    say("a certificate with another's key is refused, nothing is changed")
    install(bundle, "--certificate", f"{office}/site.pem", "--key", f"{office}/site.key")
    Browser(office / "authority.pem").get("/health/ready")
    say("the office's certificate: who knows its authority is let in without a warning")


def titles() -> list[str]:
    return sql("SELECT title FROM reports_briefing ORDER BY id").splitlines()


NEXT = '''"""A change of the next version."""

from django.db import migrations


def change(apps, schema_editor):
    CHANGE


class Migration(migrations.Migration):
    dependencies = [("reports", "LAST")]
    operations = [migrations.RunPython(change)]
'''
ENTITLE = 'apps.get_model("reports", "Briefing").objects.update(title="다음 판의 제목")'
FAIL = 'raise RuntimeError("planted by the drill")'


def bundle_with(bundle: Path, name: str, *changes: str) -> Path:
    """The same program with some migrations more, as a bundle of its own."""
    new = bundle.with_name(name)
    shutil.copytree(bundle, new)
    run("tar", "-xzf", "program.tar.gz", cwd=new)
    folder = new / "program/reports/migrations"
    for change in changes:
        last = max(path.stem for path in folder.glob("[0-9]*.py"))
        text = NEXT.replace("LAST", last).replace("CHANGE", change)
        (folder / f"{int(last[:4]) + 1:04d}_of_the_drill.py").write_text(text)
    pack(new)
    return new


def pack(bundle: Path) -> None:
    run("tar", "-czf", "program.tar.gz", "program", cwd=bundle)
    shutil.rmtree(bundle / "program")
    sums = "find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS"
    run("bash", "-c", sums, cwd=bundle)


def upgrade_that_fails(bundle: Path) -> None:
    former = PROGRAM.resolve()
    folder = bundle_with(bundle, "seoulwork-broken", ENTITLE, FAIL)
    install(folder, fails="planted by the drill")
    under_maintenance("새 판으로 올리고 있습니다")
    if titles() != ["다음 판의 제목"]:
        sys.exit(f"not half of it: {titles()}")
    say("an upgrade that fails half-way says why and leaves the maintenance page")
    install(folder, "--back")
    until_ready()
    all_is_up()
    if titles() != [TITLE] or PROGRAM.resolve() != former:
        sys.exit(f"not gone back: {titles()} {PROGRAM.resolve()}")
    manage("doctor")
    say("--back leads to the former version, with the data of before, and it runs")


def upgrade_and_back(browser: Browser, bundle: Path) -> None:
    open_month(browser, "2018-08", "2018-09-10")
    run("systemctl", "enable", "--now", "seoulwork-worker@3")
    folder = bundle_with(bundle, "seoulwork-next", ENTITLE)
    install(folder)
    until_ready()
    all_is_up("seoulwork-worker@3", "seoulwork-records.timer")
    if titles() != ["다음 판의 제목"]:
        sys.exit(f"not upgraded: {titles()}")
    say("upgraded by the next bundle, with a migration; a third worker is there again, too")
    install(folder)
    install(folder, "--back")
    until_ready()
    all_is_up("seoulwork-worker@3")
    if titles() != [TITLE]:
        sys.exit(f"not gone back: {titles()}")
    log_in(browser, json.loads(KEPT.read_text())["secret"])
    browser.get("/entry/board/2018-08/")
    browser.sees("2018년 8월")
    say(
        "put in once more and gone back, with the data of before, what was entered since the upgrade that failed included"
    )
    manage("doctor")
    install(folder, "--back", fails="되돌릴 앞 판이 없습니다")
    say("doctor finds nothing; there is no way back from the way back")


def under_maintenance(text: str) -> None:
    """nginx answers with the page."""
    try:
        Browser().get("/")
    except urllib.error.HTTPError as error:
        if error.code != 503 or not error.headers["Retry-After"] or text not in error.read().decode():
            sys.exit(f"no maintenance page: {error.code} {error.headers}")
    else:
        sys.exit("no maintenance page")


def use(bundle: Path) -> None:
    until_ready()
    all_is_up()
    say("installed: systemd runs web server, two workers, nginx, PostgreSQL and two timers")
    sys.stdout.write(manage("doctor"))
    sys.stdout.write(manage("check", "--deploy"))
    say("doctor and check --deploy find nothing")
    manage("shell", "-v", "0", "-c", PLANT)
    (password,) = re.findall(r"^임시 비밀번호: (\S+)$", (DRILL / "said").read_text(), re.MULTILINE)
    browser = Browser()
    secret = first_log_in(browser, password)
    say("first log-in")
    open_month(browser, "2018-07", "2018-08-10")
    say("first month")
    begin_briefing(browser)
    browser.get("/briefings/2018-07/download/pdf/")
    first = another_draft(browser, "")
    say(f"first briefing, whose PDF of {len(first):,} bytes a worker has made: from the bare Debian to here")
    manage("maintenance", "on", "--until", "18:00")
    under_maintenance("18:00")
    manage("maintenance", "off")
    say("maintenance page")
    twice(browser, bundle)
    certificate_of_the_office(bundle)
    kill_and_go_on(browser)
    services_of_timers()
    KEPT.write_text(json.dumps({"secret": secret, "steps": steps}))


def again(bundle: Path, took: str) -> None:
    global steps
    kept = json.loads(KEPT.read_text())
    steps = kept["steps"]
    answers = until_ready()
    all_is_up("seoulwork-records.timer")
    fell = {name: count for name in SERVED if (count := shown(name, "NRestarts")) != "0"}
    if fell:
        sys.exit(f"ended before it stayed: {fell}")
    browser = Browser(DRILL / "office/authority.pem")
    log_in(browser, kept["secret"])
    say(f"host started anew: systemd within {took} s, ready after {answers:.1f} s more, each unit at its first start")
    upgrade_that_fails(bundle)
    log_in(browser, kept["secret"])
    upgrade_and_back(browser, bundle)
    refused(bundle)
    settings_of_the_office(bundle)
    print(f"{steps} steps, none failed")


if __name__ == "__main__":
    BEGAN = int(sys.argv[1])
    (released,) = DRILL.glob("seoulwork-0*")
    if sys.argv[2] == "use":
        use(released)
    else:
        again(released, sys.argv[3])
