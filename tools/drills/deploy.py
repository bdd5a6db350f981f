"""Holds each file of deploy/ against the program that reads it, in a temporary folder; needs root. `make deploy-check`.

Places and names that an installation changes are changed here; everything else is read as it stands.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PASSWORD = "only-of-the-drill"


def run(*command: object, check: bool = True, cwd: Path | None = None) -> str:
    """What the command says. Raises SystemExit with it when it fails."""
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, cwd=cwd, check=False)
    said = f"{done.stdout}{done.stderr}"
    if check and done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{said}")
    return said


def programs() -> Path:
    """Where PostgreSQL's newest programs are."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that nobody has signed, and its key."""
    made, key = folder / "certificate.pem", folder / "key.pem"
    names = ["-subj", "/CN=seoulwork.example.go.kr", "-addext", "subjectAltName=DNS:seoulwork.example.go.kr"]
    to = ["-keyout", key, "-out", made]
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *to)
    return made, key


def of_nginx(
    folder: Path,
    upstreams: tuple[str, ...] = ("127.0.0.1:8000",),
    stored: Path | None = None,
    listens: tuple[int, int] = (80, 443),
) -> Path:
    """A whole configuration of nginx around the site's own, in the folder. `listens`: plainly and by TLS."""
    made, key = certificate(folder)
    text = (DEPLOY / "nginx/seoulwork.conf").read_text()
    for line in re.findall(r"    server 127\.0\.0\.1:8000 .*;\n", text):
        text = text.replace(line, "".join(line.replace("127.0.0.1:8000", each) for each in upstreams))
    for before, after in (
        ("/etc/nginx/seoulwork/certificate.pem", made),
        ("/etc/nginx/seoulwork/key.pem", key),
        ("/opt/seoulwork", folder),
        ("/var/log/seoulwork", folder),
        ("/var/lib/seoulwork", stored or folder),
    ):
        assert before in text, before
        text = text.replace(before, str(after))
    for before, port in zip(("80", "443"), listens, strict=True):
        text = re.sub(rf"(listen (?:\[::\]:)?){before}\b", rf"\g<1>{port}", text)
    if not Path("/proc/net/if_inet6").exists():
        text = re.sub(r".*listen \[::\].*\n", "", text)
    # nginx's own user reads them, wherever this folder is.
    shutil.copytree(DEPLOY / "nginx/pages", folder / "deploy/nginx/pages")
    kept = "".join(
        f"{each}_temp_path {folder}/{each}; " for each in ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
    )
    site, whole = folder / "site.conf", folder / "nginx.conf"
    site.write_text(text)
    whole.write_text(
        f"user www-data; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ include /etc/nginx/mime.types; {kept}include {site}; }}\n"
    )
    return whole


def check_nginx(folder: Path) -> str:
    whole = of_nginx(folder)
    return run("nginx", "-t", "-q", "-c", whole) or "읽혔습니다."


def check_units(folder: Path) -> str:
    """Each unit with the programs of this folder in place of the installed ones."""
    units = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
    for unit in units:
        (folder / unit.name).write_text(unit.read_text().replace("/opt/seoulwork", str(ROOT)))
    named = [folder / unit.name.replace("@.", "@1.") for unit in units]
    if said := run("systemd-analyze", "verify", "--man=no", *named, check=False):
        sys.exit(said)
    return f"{len(units)}개"


def check_logrotate(folder: Path) -> str:
    logs = folder / "logs"
    logs.mkdir()
    (logs / "access.log").write_text("one\n")
    rule = folder / "seoulwork.logrotate"
    rule.write_text((DEPLOY / "logrotate/seoulwork").read_text().replace("/var/log/seoulwork", str(logs)))
    run("logrotate", "--force", "--state", folder / "state", rule)
    kept = sorted(path.name for path in logs.iterdir())
    assert (len(kept), kept[0]) == (2, "access.log"), kept
    return ", ".join(kept)


class Server:
    """PostgreSQL with the settings of deploy/, run by its own user in the folder."""

    def __init__(self, folder: Path, port: int = 5432, network: str = "10.0.0.0/8") -> None:
        self.network = network
        self.data, self.folder, self.bin, self.port = folder / "data", folder, programs(), port
        folder.mkdir(exist_ok=True)
        shutil.chown(folder, "postgres", "postgres")

    def as_postgres(self, *command: object, check: bool = True) -> str:
        return run("runuser", "-u", "postgres", "--", *command, check=check, cwd=Path("/"))

    def make(self) -> None:
        self.as_postgres(self.bin / "initdb", "-D", self.data, "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8")
        self.set_up()

    def set_up(self) -> None:
        """The files of deploy/, as they would stand in conf.d, with a certificate; memory as there is here."""
        own = self.data / "conf.d"
        own.mkdir(exist_ok=True)
        shutil.copy(DEPLOY / "postgresql/seoulwork.conf", own / "seoulwork.conf")
        may_connect = (DEPLOY / "postgresql/pg_hba.conf").read_text()
        (self.data / "pg_hba.conf").write_text(may_connect.replace("10.0.0.0/8", self.network))
        made, key = certificate(self.folder)
        (own / "zz-here.conf").write_text(
            f"port = {self.port}\nshared_buffers = 64MB\nunix_socket_directories = '{self.folder}'\n"
            f"ssl_cert_file = '{made}'\nssl_key_file = '{key}'\n"
        )
        configuration = self.data / "postgresql.conf"
        if "include_dir" not in configuration.read_text().splitlines()[-1]:
            with configuration.open("a") as file:
                file.write("include_dir = 'conf.d'\n")
        run("chown", "-R", "postgres:", self.folder)

    def start(self) -> None:
        said = self.as_postgres(
            self.bin / "pg_ctl", "start", "-D", self.data, "-l", self.folder / "log", "-w", "-s", check=False
        )
        if "could not start" in said:
            sys.exit(f"{said}{(self.folder / 'log').read_text()[-2000:]}")

    def stop(self) -> None:
        self.as_postgres(self.bin / "pg_ctl", "stop", "-D", self.data, "-m", "immediate", "-s", check=False)

    def sql(self, statement: str, database: str = "postgres") -> str:
        command = [
            self.bin / "psql",
            "-h",
            self.folder,
            "-p",
            str(self.port),
            "-U",
            "postgres",
            "-d",
            database,
            "-v",
            "ON_ERROR_STOP=1",
        ]
        return self.as_postgres(*command, "-Atqc", statement).strip()

    def read(self, file: Path) -> None:
        shutil.copy(file, self.folder / file.name)
        (self.folder / file.name).chmod(0o644)
        command = [
            self.bin / "psql",
            "-h",
            self.folder,
            "-p",
            str(self.port),
            "-U",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-q",
        ]
        self.as_postgres(*command, "-f", self.folder / file.name)


def give_passwords(server: Server) -> None:
    for role in ("owner", "web", "worker", "standby"):
        server.sql(f"ALTER ROLE seoulwork_{role} PASSWORD '{PASSWORD}'")


PORT = 8721


def check_postgresql(folder: Path) -> str:
    server = Server(folder / "server", PORT, "127.0.0.0/8")
    server.make()
    server.start()
    try:
        if wrong := server.sql("SELECT error FROM pg_hba_file_rules WHERE error IS NOT NULL"):
            sys.exit(wrong)
        if wrong := server.sql("SELECT name || error FROM pg_file_settings WHERE error IS NOT NULL"):
            sys.exit(wrong)
        server.read(DEPLOY / "postgresql/roles.sql")
        give_passwords(server)
        held = server.sql(
            "SELECT cardinality(setconfig) FROM pg_db_role_setting WHERE setrole = 'seoulwork_web'::regrole"
        )
        for name in ("primary", "standby"):
            (server.data / "conf.d/other.conf").write_text((DEPLOY / f"postgresql/{name}.conf").read_text())
            server.as_postgres(server.bin / "postgres", "-D", server.data, "-C", "primary_slot_name")
        (server.data / "conf.d/other.conf").unlink()
        server.sql("GRANT CONNECT ON DATABASE seoulwork TO seoulwork_web")  # as grant_web_role does
        pooled = check_pgbouncer(folder, server)
    finally:
        server.stop()
    return f"seoulwork_web의 설정 {held}가지, pgbouncer: {pooled}"


def pool(folder: Path, host: str, port: int, listens: int) -> Path:
    """The configuration of a pool before the database of that host, in the folder."""
    roles = ("seoulwork_web", "seoulwork_worker")
    (folder / "userlist.txt").write_text("".join(f'"{role}" "{PASSWORD}"\n' for role in roles))
    text = (DEPLOY / "pgbouncer/pgbouncer.ini").read_text()
    for before, after in (
        ("host=database-1.example.go.kr port=5432", f"host={host} port={port}"),
        ("/etc/pgbouncer/userlist.txt", f"{folder}/userlist.txt"),
        ("/var/log/postgresql/", f"{folder}/"),
        ("/run/postgresql/", f"{folder}/"),
        ("listen_port = 6432", f"listen_port = {listens}"),
    ):
        assert before in text, before
        text = text.replace(before, after)
    own = folder / "pgbouncer.ini"
    own.write_text(text)
    run("chown", "postgres:", folder, own, folder / "userlist.txt")
    return own


def check_pgbouncer(folder: Path, server: Server) -> str:
    """Through the pool a role gets its own time-outs."""
    own = pool(folder, "127.0.0.1", PORT, PORT + 1)
    run("runuser", "-u", "postgres", "--", "pgbouncer", "-d", "-q", own)
    try:
        url = f"postgresql://seoulwork_web:{PASSWORD}@127.0.0.1:{PORT + 1}/seoulwork"
        for _ in range(50):
            said = run(server.bin / "psql", url, "-Atc", "SHOW statement_timeout", check=False).strip()
            if "refused" not in said:
                break
            time.sleep(0.1)
        assert said == "30s", said
    finally:
        os.kill(int((folder / "pgbouncer.pid").read_text()), 15)
    return f"statement_timeout {said}"


CHECKS: dict[str, Callable[[Path], str]] = {
    "systemd": check_units,
    "nginx": check_nginx,
    "logrotate": check_logrotate,
    "PostgreSQL": check_postgresql,
}


def folders() -> Iterator[Path]:
    for _ in CHECKS:
        with tempfile.TemporaryDirectory(prefix="swc-") as name:
            Path(name).chmod(0o755)
            yield Path(name)


def main() -> None:
    for (title, check), folder in zip(CHECKS.items(), folders(), strict=True):
        print(f"{title}: {check(folder)}", flush=True)


if __name__ == "__main__":
    main()
