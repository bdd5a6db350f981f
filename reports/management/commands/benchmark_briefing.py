"""Time and peak memory of making a briefing, each beside a floor measured in the same run."""

import http.client
import multiprocessing
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import count as numbers
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections, transaction
from django.template import Context, Engine
from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell

from reports.assemble import assemble, contributions, document_from
from reports.checks import find
from reports.document import Bullets, Chart, Document, Gist, Heading, Section, Table
from reports.management.asked import ASKED, briefing_of
from reports.management.growing import add_years, multiply_programmes
from reports.models import Briefing, PublishedFile
from reports.render.html import render_html
from reports.render.hwpx import render_hwpx
from reports.render.layout import LAYOUTS, VARIANT, laid_out
from reports.render.pdf import pieces, render_pdf
from reports.render.xlsx import render_xlsx
from seoulwork.accounts.models import Role, User
from seoulwork.operations.measuring import HEAD, RUNS, Line, medians

from .benchmark_lists import analyse

MANY = 20
"""Times the programmes for which the checks are measured"""
PLAIN = """{% for section in sections %}<section><h2>{{ section.mark }} {{ section.title }}</h2>
{% for block in section.shown %}{% if block.lines %}<ul>{% for line in block.lines %}<li><span>{{ line.mark }}</span> {% for run in line.runs %}{% if run.text %}<button>{{ run.text }}</button>{% else %}{{ run }}{% endif %}{% endfor %}</li>{% endfor %}</ul>
{% elif block.body %}<table><caption>{{ block.caption }}</caption><thead>{% for row in block.head %}<tr>{% for cell in row.cells %}<th colspan="{{ cell.colspan }}" rowspan="{{ cell.rowspan }}">{{ cell.text }}</th>{% endfor %}</tr>{% endfor %}</thead>
<tbody>{% for row in block.body %}<tr>{% for cell in row.cells %}<td colspan="{{ cell.colspan }}" rowspan="{{ cell.rowspan }}"><button>{{ cell.text }}</button></td>{% endfor %}</tr>{% endfor %}</tbody></table>
{% elif block.title %}<h3>{{ block.title }}</h3>{% endif %}{% endfor %}</section>{% endfor %}"""
"""What a plain Django template makes of the same rows: the floor of the HTML."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Median seconds and peak memory in MB of a piece of work and of its floor."""

    seconds: float
    floor_seconds: float
    megabytes: float
    floor_megabytes: float


def compared(work: Callable[[], Any], floor: Callable[[], Any], runs: int) -> Comparison:
    """Run both in processes of their own, once to warm up, then in turn, so that a machine that slows down slows both."""
    with _Runner(work) as first, _Runner(floor) as second:
        pairs = [(first.once(), second.once()) for _ in range(runs + 1)][1:]
        return Comparison(
            statistics.median(own for own, _ in pairs),
            statistics.median(below for _, below in pairs),
            first.peak(),
            second.peak(),
        )


class _Runner:
    """A forked process that runs a piece of work when told, and says how long it took."""

    def __init__(self, work: Callable[[], Any]) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=self._listen, args=(work, other), daemon=True)

    @staticmethod
    def _listen(work: Callable[[], Any], pipe: Any) -> None:
        while pipe.recv():
            start = time.perf_counter()
            work()
            pipe.send((time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    def __enter__(self) -> "_Runner":
        self.process.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.pipe.send(False)
        self.process.join()

    def once(self) -> float:
        self.pipe.send(True)
        seconds, self.megabytes = self.pipe.recv()
        return float(seconds)

    def peak(self) -> float:
        return float(self.megabytes)


class Command(BaseCommand):
    help = "업무보고를 만드는 시간과 메모리를 같은 실행 안의 바닥값과 견주어 보여 줍니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("briefing", help=ASKED)
        parser.add_argument("--times", type=int, nargs="*", default=[1, 20], help="사업 수의 배수")
        parser.add_argument("--years", type=int, nargs="*", default=[20, 100], help="더 쌓인 해의 수")
        parser.add_argument("--runs", type=int, default=RUNS)

    def handle(self, *args: Any, **options: Any) -> None:
        briefing = briefing_of(options["briefing"])
        self.stdout.write(HEAD)
        for times in options["times"]:
            with transaction.atomic():
                if times > 1:
                    multiply_programmes(times)
                self._compare(briefing, times, options["runs"])
                transaction.set_rollback(True)
        self._years(briefing, options["years"], options["runs"])
        self._checking(briefing, options["runs"])
        self._download(briefing)

    def _years(self, briefing: Briefing, years: list[int], runs: int) -> None:
        """Document and checks with so many years more of figures, as a ratio to those without."""

        def work() -> None:
            rows = contributions(briefing)
            find(document_from(briefing, rows), rows)

        [before] = medians([work], runs)
        for count in years:
            with transaction.atomic():
                add_years(count, briefing.reference_month.year)
                analyse()
                [after] = medians([work], runs)
                transaction.set_rollback(True)
            self.stdout.write(str(Line(f"조립과 수치 점검, {count}년 더: 더하기 전", before, after, 1.3)))

    def _checking(self, briefing: Briefing, runs: int) -> None:
        """The checks, with the document that they read, of many programmes: as a ratio to that document."""

        def checked() -> None:
            rows = contributions(briefing)
            find(document_from(briefing, rows), rows)

        with transaction.atomic():
            multiply_programmes(MANY)
            floor, measured = medians([partial(assemble, briefing), checked], runs)
            transaction.set_rollback(True)
        self.stdout.write(str(Line(f"수치 점검, 사업 {MANY}배: 조립", floor, measured, 2)))

    def _compare(self, briefing: Briefing, times: int, runs: int) -> None:
        document = assemble(briefing)
        of = f"사업 {sum(section.kind == 'programme' for section in document.walk())}개"
        # Assembly runs in this process: a forked one could not use this transaction's connection.
        floor, measured = medians([partial(contributions, briefing), partial(assemble, briefing)], runs)
        self.stdout.write(str(Line(f"조립, {of}: 읽기", floor, measured)))
        # Charts are drawn by the same library on both sides, so they are left out of the comparison of HTML and Excel.
        plain = replace(document, sections=tuple(map(without_charts, document.sections)))
        self._row(f"HTML, {of}: 틀(template)", compared(partial(render_html, plain), plain_template(plain), runs))
        anew = partial(printed_anew, document)
        self._row(f"PDF, {of}: WeasyPrint", compared(anew, partial(printed_in_one, document), runs))
        self.stdout.write(str(mended(document, f"PDF, {of}, 한 사업을 고친 뒤: 처음", anew, runs)))
        self._row(f"한글, {of}: PDF", compared(partial(render_hwpx, document), anew, runs))
        cells = same_cells(render_xlsx(plain))
        self._row(f"엑셀, {of}: openpyxl", compared(partial(render_xlsx, plain), cells, runs))

    def _row(self, name: str, found: Comparison) -> None:
        self.stdout.write(str(Line(name, found.floor_seconds, found.seconds)))
        self.stdout.write(str(Line(f"{name}, 메모리", found.floor_megabytes, found.megabytes, unit="MB")))

    def _download(self, briefing: Briefing) -> None:
        stored = PublishedFile.objects.filter(edition__briefing=briefing, format="pdf").first()
        if stored is None:
            self.stdout.write("발행된 보고가 아니어서 내려받기는 재지 않았습니다(publish_briefing).")
            return
        static = settings.STATIC_ROOT / "benchmark.pdf"
        static.parent.mkdir(parents=True, exist_ok=True)
        static.write_bytes(bytes(stored.content))
        user, _ = User.objects.get_or_create(
            username="benchmark", defaults={"name": "성능 측정", "role": Role.COUNCIL, "is_active": True}
        )
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        try:
            with served() as port:
                cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
                address = f"/briefings/{briefing.name}/"
                own, floor, html, front, whole = (
                    requests(port, each, cookie)
                    for each in (
                        f"{address}download/pdf/",
                        f"/{settings.STATIC_URL.strip('/')}/benchmark.pdf",
                        f"{address}download/html/",
                        f"{address}front/",
                        address,
                    )
                )
        finally:
            static.unlink()
            session.delete()
            user.delete()
        self.stdout.write(str(Line("발행된 PDF 내려받기: 같은 서버의 정적 파일", floor, own)))
        for name, measured in (("판의 첫 화면", front), ("판 전체", whole)):
            self.stdout.write(str(Line(f"{name}: 보관한 HTML을 보내는 것", html, measured, 2)))


def printed_anew(document: Document) -> bytes:
    LAYOUTS.forget()
    return render_pdf(document)


def printed_in_one(document: Document) -> bytes:
    """WeasyPrint alone: the same paper as one page of HTML, without numbers and what stands in its margins."""
    made: bytes = laid_out("".join(each.html for each in pieces(document, {}))).write_pdf(pdf_variant=VARIANT)
    return made


def mended(document: Document, name: str, anew: Callable[[], Any], runs: int) -> Line:
    """The PDF of a document of which one programme was mended since the last, each time another word."""
    *others, last = document.sections
    times = numbers(1)

    def again() -> None:
        title = f"{last.children[-1].title} {next(times)}"
        children = (*last.children[:-1], replace(last.children[-1], title=title))
        render_pdf(replace(document, sections=(*others, replace(last, children=children))))

    found = compared(again, anew, runs)
    return Line(name, found.floor_seconds, found.seconds, 0.6)


def without_charts(section: Section) -> Section:
    blocks = tuple(block for block in section.blocks if not isinstance(block, Chart))
    return replace(section, blocks=blocks, children=tuple(map(without_charts, section.children)))


def plain_template(document: Document) -> Callable[[], str]:
    template = Engine().from_string(PLAIN)
    known = (Bullets, Gist, Heading, Table)
    sections = [
        {
            "mark": section.mark,
            "title": section.title,
            "shown": [block for block in section.blocks if isinstance(block, known)],
        }
        for section in document.walk()
    ]
    return lambda: template.render(Context({"sections": sections}))


def same_cells(content: bytes) -> Callable[[], None]:
    """Writing the same cells with openpyxl alone: values, formulas, styles (each made once), merges, widths, heights."""
    book = load_workbook(BytesIO(content))
    looks: dict[Any, Any] = {}

    def look(cell: Any) -> Any:
        parts = (cell.number_format, cell.font, cell.fill, cell.border, cell.alignment)
        return looks.setdefault(cell.style_id, tuple(copy(part) for part in parts))

    sheets = [
        (
            sheet.title,
            [
                (cell.row, cell.column, cell.value, look(cell))
                for row in sheet.iter_rows()
                for cell in row
                if cell.has_style
            ],
            [str(each) for each in sheet.merged_cells.ranges],
            {key: each.width for key, each in sheet.column_dimensions.items()},
            {key: each.height for key, each in sheet.row_dimensions.items()},
        )
        for sheet in book.worksheets
    ]

    def write() -> None:
        written = Workbook()
        written.remove(written.worksheets[0])
        for title, cells, merges, widths, heights in sheets:
            sheet = written.create_sheet(title)
            for row, column, value, (number_format, font, fill, border, alignment) in cells:
                cell: Any = sheet.cell(row, column)
                if not isinstance(cell, MergedCell):
                    cell.value = value
                cell.number_format, cell.font, cell.fill = number_format, font, fill
                cell.border, cell.alignment = border, alignment
            for area in merges:
                sheet.merge_cells(area)
            for key, width in widths.items():
                sheet.column_dimensions[key].width = width
            for number, height in heights.items():
                sheet.row_dimensions[number].height = height
        written.save(BytesIO())

    return write


class served:  # noqa: N801  used as a context manager
    """The site on gunicorn at a free port of this machine."""

    def __enter__(self) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        connections.close_all()
        self.process = subprocess.Popen(  # noqa: S603  our own server
            [
                sys.executable,
                "-m",
                "gunicorn",
                "seoulwork.wsgi",
                "--bind",
                f"127.0.0.1:{port}",
                "--workers",
                "1",
                "--log-level",
                "error",
            ],
            cwd=settings.BASE_DIR,
        )
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                return port
            except OSError:
                time.sleep(0.05)
        raise CommandError("시험 서버가 뜨지 않았습니다.")

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)


def requests(port: int, path: str, cookie: str, count: int = 100) -> float:
    """Median seconds of a GET. Raises CommandError for anything but 200."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = []
    for _ in range(count):
        start = time.perf_counter()
        client.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "identity"})
        response = client.getresponse()
        response.read()
        times.append(time.perf_counter() - start)
        if response.status != 200:
            raise CommandError(f"{path}: HTTP {response.status}")
    return statistics.median(times)
