"""What nginx itself says with the site's configuration: the page of maintenance to whoever asks, its own refusals in Korean, and
nothing to whoever asks for another name."""

import http.client
import shutil
import socket
import ssl
import stat
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.drills.deploy import of_nginx
from tools.drills.installation import until

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
NAME = "seoulwork.example.go.kr"

pytestmark = pytest.mark.any_engine


class Program(BaseHTTPRequestHandler):
    """In the program's place: says what it was asked for. `/busy/` answers 503 itself, `/gone/` not at all."""

    def answer(self) -> None:
        if self.path == "/gone/":
            self.close_connection = True
            return
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        said = f"the program: {self.command} {self.path}".encode()
        self.send_response(503 if self.path == "/busy/" else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def title(self) -> str:
        return self.text.partition("<title>")[2].partition("</title>")[0]


@dataclass(frozen=True, slots=True)
class Site:
    folder: Path
    plain: int
    port: int

    def ask(
        self,
        path: str,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        *,
        host: str = NAME,
        plain: bool = False,
    ) -> Answer:
        """Raises OSError or HTTPException where there is no answer."""
        if plain:
            connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=30)
        else:
            context = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)
        try:
            connection.request(method, path, headers={"Host": host, **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, answer.msg, answer.read().decode())
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("nginx")
    for each in (folder, *folder.parents[:3]):
        each.chmod(stat.S_IMODE(each.stat().st_mode) | 0o055)  # nginx's own user passes through
    (folder / "static").mkdir()
    (folder / "static/site.css").write_text("main {}")
    program = ThreadingHTTPServer(("127.0.0.1", 0), Program)
    threading.Thread(target=program.serve_forever, daemon=True).start()
    plain, port = free_port(), free_port()
    whole = of_nginx(folder, (f"127.0.0.1:{program.server_port}",), listens=(plain, port))
    assert NGINX is not None
    process = subprocess.Popen([NGINX, "-c", str(whole), "-e", str(folder / "start.log"), "-g", "daemon off;"])
    made = Site(folder, plain, port)
    try:
        until(lambda: (folder / "nginx.pid").exists(), "nginx is up")
        yield made
    finally:
        process.terminate()
        process.wait(20)
        program.shutdown()
        program.server_close()


@pytest.fixture
def maintained(site: Site) -> Iterator[Site]:
    page = site.folder / "maintenance.html"
    page.write_text("<title>준비 중입니다</title>", encoding="utf-8")
    yield site
    page.unlink()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/entry/labour/2018-07/cells/", "/account/login/", "/static/site.css"])
def test_under_maintenance_every_address_and_method_gets_its_page(maintained: Site, path: str, method: str) -> None:
    answer = maintained.ask(path, method)
    assert (answer.status, answer.title) == (503, "준비 중입니다")
    assert answer.headers["Retry-After"] == "300" and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_what_can_not_be_read_is_refused_in_korean_under_maintenance_too(maintained: Site) -> None:
    answer = maintained.ask("/", headers={"Cookie": "a" * 20_000})
    assert (answer.status, answer.title) == (400, "요청을 읽을 수 없습니다 - 주요업무보고")


def test_the_program_answers_and_what_it_says_itself_stays(site: Site) -> None:
    assert site.ask("/entry/", "POST").text == "the program: POST /entry/"
    assert site.ask("/static/site.css").text == "main {}"
    # Again and again, until the host counts as one that fails.
    busy = [site.ask("/busy/", method) for method in ("POST", "GET", "GET", "GET", "POST")]
    assert {each.status for each in busy} == {503}
    assert {each.text for each in busy} == {"the program: POST /busy/", "the program: GET /busy/"}


@pytest.mark.parametrize(
    ("status", "method", "path", "headers", "title"),
    [
        (400, "GET", "/", {"Cookie": "a" * 20_000}, "요청을 읽을 수 없습니다"),
        (414, "GET", "/?" + "a" * 20_000, {}, "요청을 읽을 수 없습니다"),
        (405, "POST", "/static/site.css", {}, "요청을 읽을 수 없습니다"),
        (405, "TRACE", "/", {}, "요청을 읽을 수 없습니다"),
        (404, "GET", "/_stored/1", {}, "찾는 화면이 없습니다"),
        (404, "GET", "/_pages/413.html", {}, "찾는 화면이 없습니다"),
        (502, "GET", "/gone/", {}, "지금은 화면을 열 수 없습니다"),
        (413, "POST", "/entry/", {"Content-Length": "200000000"}, "한 번에 보내기에는 너무 큽니다"),
    ],
)
def test_what_nginx_refuses_is_said_in_korean(
    site: Site, status: int, method: str, path: str, headers: dict[str, str], title: str
) -> None:
    answer = site.ask(path, method, headers)
    assert (answer.status, answer.title) == (status, f"{title} - 주요업무보고")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "nginx" not in answer.text


def test_too_many_at_once_are_told_to_wait(site: Site) -> None:
    answers = (site.ask("/account/login/") for _ in range(2_000))
    refused = next(each for each in answers if each.status != 200)
    assert (refused.status, refused.title) == (429, "잠시 뒤 다시 시도해 주세요 - 주요업무보고")


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1", f"www.{NAME}"])
def test_who_asks_for_another_name_gets_nothing(site: Site, host: str, plain: bool) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        site.ask("/", host=host, plain=plain)
    assert site.ask("/", plain=plain).status in (200, 301, 302), "and who asks for its own name an answer"


def test_who_comes_without_tls_is_led_to_this_very_site(site: Site) -> None:
    answer = site.ask("/entry/?month=7", plain=True)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/entry/?month=7")


def test_a_key_that_comes_without_tls_is_refused_and_not_led_on(site: Site) -> None:
    assert site.ask("/open/", headers={"Authorization": "Bearer key"}, plain=True).status == 403


@pytest.mark.parametrize(("version", "agreed"), [("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)])
def test_only_new_versions_of_tls_are_agreed_on(site: Site, version: str, agreed: bool) -> None:
    asked = ["openssl", "s_client", "-connect", f"127.0.0.1:{site.port}", "-servername", NAME, version]
    # Else the client itself would not offer the older one.
    asked += ["-cipher", "ALL:@SECLEVEL=0"]
    done = subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert ("BEGIN CERTIFICATE" in done.stdout) is agreed, done.stderr
    if version == "-tls1_2":
        assert "Cipher is ECDHE-" in done.stdout
