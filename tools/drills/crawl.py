"""Crawlers attack a running server: Wapiti as each role, logged in, and schemathesis on the description of the open data, with and
without a key. `make crawl`, with `MINUTES=…` for each role.

The server has the settings of production (TLS, cookies of this host alone, the second factor) and a demo's data in a folder of its own,
which is thrown away. Each crawler has its own environment, made from the package index the first time and kept under var/. What is found
is told and ends the drill with an error, as does each line of the server's log that tells of a fault.
"""

import argparse
import json
import os
import secrets
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv/bin/python"
TOOLS = {"wapiti": "wapiti3==3.2.*", "schemathesis": "schemathesis==4.*", "pip-audit": "pip-audit==2.*"}
ROLES = ("council", "labour-officer", "labour-head", "administrator")
MODULES = "cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,xss"
"""Not those that call a server outside (ssrf, xxe, log4shell): there is no way out of here."""
LEFT_OUT = ("/account/logout/", "/account/sessions/", "/account/password/change/", "/account/2fa/", "/static/*")
"""What would end the crawler's own session."""
SESSIONS = """
import json, sys
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from datetime import timedelta
from django.conf import settings
from django.test import Client
from django.utils import timezone
from seoulwork.accounts import read_keys
from seoulwork.accounts.models import User
told = {}
for user in User.objects.filter(username__in=sys.argv[1:]):
    TOTP.activate(user, generate_totp_secret())
    User.objects.filter(pk=user.pk).update(password_change_required=False)
    client = Client()
    client.force_login(user, "seoulwork.accounts.backends.Backend")
    told[user.username] = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
administrator = User.objects.filter(role="administrator").first()
told["key"] = read_keys.give("crawl", timezone.now() + timedelta(days=1), by=administrator)
print(json.dumps({"cookies": told, "own": list(User.objects.filter(username__in=sys.argv[1:]).values_list("pk", flat=True))}))
"""


def tool(name: str, folder: Path) -> Path:
    """The crawler's program, installed if it is not there yet."""
    home = folder / name
    if not (home / "made").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        if subprocess.run([home / "bin/pip", "install", "--quiet", TOOLS[name]], check=False).returncode:
            sys.exit(f"{TOOLS[name]} could not be installed: this drill needs a package index.")
        (home / "made").touch()
    return home / "bin" / name


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def prepared(folder: Path, port: int) -> dict[str, str]:
    """A demo in the folder; the environment of a server of production on its data."""
    here = {**os.environ, "SEOULWORK_VAR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/seoulwork.sqlite3"}
    here.pop("SEOULWORK_ENV", None)
    subprocess.run(
        [PYTHON, "manage.py", "prepare_demo", "--address", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env=here,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return here | {
        "SEOULWORK_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "CSRF_TRUSTED_ORIGINS": f"https://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "seoulwork.settings",
    }


@contextmanager
def served(folder: Path, port: int, environment: dict[str, str]) -> Iterator[Path]:
    """The server and a worker, while the block runs; where their log is."""
    made, key, log = folder / "certificate.pem", folder / "key.pem", folder / "server.log"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    to = ["-keyout", str(key), "-out", str(made)]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *to],
        check=True,
        capture_output=True,
    )
    gunicorn: list[Any] = [
        ROOT / ".venv/bin/gunicorn",
        "seoulwork.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
    ]
    gunicorn += [
        "--certfile",
        made,
        "--keyfile",
        key,
        "--no-control-socket",
        "--log-level",
        "warning",
        "--timeout",
        "120",
    ]
    worker: list[Any] = [PYTHON, "manage.py", "db_worker"]
    with log.open("w") as written:
        running = [
            subprocess.Popen(
                each, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT, start_new_session=True
            )
            for each in (gunicorn, worker)
        ]
        try:
            wait(f"https://127.0.0.1:{port}/health/live")
            yield log
        finally:
            for each in running:
                os.killpg(each.pid, signal.SIGTERM)
                each.wait()


def wait(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, context=ssl._create_unverified_context(), timeout=5)
            return
        except OSError:
            time.sleep(1)
    sys.exit("The server did not come up.")


def wapiti(program: Path, address: str, cookie: str, folder: Path, minutes: float, own: list[int]) -> list[str]:
    """What Wapiti found as the one whose cookie that is."""
    told = folder / "wapiti.json"
    seconds = minutes * 60
    command: list[Any] = [program, "-u", f"{address}/", "-C", cookie, "-m", MODULES, "-f", "json", "-o", told]
    command += ["--max-scan-time", seconds / 2, "--max-attack-time", max(10, seconds / 2 / len(MODULES.split(",")))]
    command += ["--max-links-per-page", 30, "--max-files-per-dir", 12, "-d", 6, "-S", "polite", "--tasks", 2, "-t", 60]
    command += ["--flush-session", "--store-session", folder / "wapiti", "--verify-ssl", 0, "--no-bugreport"]
    for each in (*LEFT_OUT, *(f"/users/{pk}/*" for pk in own)):
        command += ["-x", f"{address}{each}"]
    bounded(command, folder / "wapiti.log", seconds * 2 + 120)
    report: dict[str, Any] = (
        json.loads(told.read_text()) if told.exists() else {"vulnerabilities": {"no report": [{"info": "timed out"}]}}
    )
    known: int = report.get("infos", {}).get("crawled_pages_nbr", 0)
    sys.stdout.write(f"  {known} pages crawled\n")
    found = [
        (kind, each)
        for part in ("vulnerabilities", "anomalies")
        for kind, all_of in report.get(part, {}).items()
        for each in all_of
    ]
    lines = [
        f"{kind}: {each.get('method', '')} {each.get('path', '')} {each.get('parameter') or ''} {each['info']}"
        for kind, each in found
    ]
    return lines if known > 5 else [*lines, f"only {known} pages were crawled: the crawler was not logged in"]


def schemathesis(program: Path, address: str, headers: list[str], folder: Path, minutes: float) -> list[str]:
    """What schemathesis found with these headers."""
    command: list[Any] = [program, "run", folder / "openapi.json", "--url", f"{address}/open", "--tls-verify", "false"]
    command += ["--max-examples", 25, "--rate-limit", "100/m", "--no-color", "--request-timeout", 60]
    for each in headers:
        command += ["-H", each]
    log = folder / "schemathesis.log"
    code = bounded(command, log, minutes * 120 + 120)
    return [] if code == 0 else [f"schemathesis ended with {code}:", *log.read_text().splitlines()[-60:]]


def bounded(command: list[Any], log: Path, seconds: float) -> int:
    """Run it for so long at most; how it ended, 124 when it did not."""
    with log.open("w") as written:
        running = subprocess.Popen(
            ["nice", *map(str, command)],
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=log.parent,
        )
        try:
            return running.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            return 124


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=6, help="of each role")
    parser.add_argument("--roles", default=",".join(ROLES))
    parser.add_argument("--tools", type=Path, default=ROOT / "var/drills", help="where the crawlers are kept")
    options = parser.parse_args()
    programs = {name: tool(name, options.tools) for name in ("wapiti", "schemathesis")}
    found: dict[str, list[str]] = {}

    def tell(who: str, lines: list[str]) -> None:
        """At once: what comes after may take an hour."""
        found[who] = lines
        sys.stdout.write(f"{who}: {len(lines) or 'nothing'}\n" + "".join(f"  {line}\n" for line in lines[:60]))
        sys.stdout.flush()

    with tempfile.TemporaryDirectory(prefix="seoulwork-crawl-") as name:
        folder, port = Path(name), free_port()
        address = f"https://127.0.0.1:{port}"
        environment = prepared(folder, port)
        made = subprocess.run(
            [PYTHON, "-c", f"import django; django.setup()\n{SESSIONS}", *ROLES],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        told = json.loads(made.stdout.splitlines()[-1])
        cookies, own = told["cookies"], told["own"]
        with served(folder, port, environment) as log:
            for role in filter(None, options.roles.split(",")):
                tell(
                    f"Wapiti as {role}",
                    wapiti(programs["wapiti"], address, cookies[role], folder, options.minutes, own),
                )
            description = urllib.request.Request(
                f"{address}/open/openapi.json", headers={"Authorization": f"Bearer {cookies['key']}"}
            )
            with urllib.request.urlopen(description, context=ssl._create_unverified_context()) as answer:
                (folder / "openapi.json").write_bytes(answer.read())
            for who, headers in {
                "nobody": [],
                "a key": [f"Authorization: Bearer {cookies['key']}"],
                **{each: [f"Cookie: {cookies[each]}"] for each in ROLES},
            }.items():
                tell(
                    f"schemathesis as {who}",
                    schemathesis(programs["schemathesis"], address, headers, folder, options.minutes),
                )
        faults = [line for line in log.read_text().splitlines() if " ERROR " in line or "Traceback" in line]
        tell("log of the server", faults)
    sys.exit(any(found.values()))


if __name__ == "__main__":
    main()
