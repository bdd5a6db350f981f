"""What the setter of pages opens: a hostile text or drawing that got past every other guard reaches no host and no file."""

import logging
import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reports.document import Block, Bullets, Section
from reports.render.pages import section_pdf
from reports.render.pdf import render_pdf
from reports.render.reaching import OwnAlone, Unreached

from .drawings import illustration, picture
from .sample.building import line
from .test_pdf import small

pytestmark = pytest.mark.any_engine


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        listening.setblocking(False)
        yield listening


def drawn(inside: str, host: str, file: str) -> bytes:
    """A drawing that refers to what is outside, as no drawing does that was made safe."""
    head = (
        f'<?xml version="1.0"?><?xml-stylesheet href="{host}?head"?><!DOCTYPE svg [<!ENTITY outside SYSTEM "{file}">]>'
    )
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99">{inside}</svg>'.encode()


@pytest.mark.parametrize("whole", [True, False])
def test_neither_a_host_nor_a_file_is_read(
    listener: socket.socket, tmp_path: Path, caplog: pytest.LogCaptureFixture, whole: bool
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    host, file = f"http://127.0.0.1:{listener.getsockname()[1]}/a.png", secret.as_uri()
    within = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image width="9" height="9" href="{file}"/></svg>'
    nested = f"data:image/svg+xml;base64,{b64encode(within.encode()).decode()}"
    shown = "".join(
        f'<image width="9" height="9" href="{each}"/>' for each in (host, file, "FILE:///etc/passwd", nested)
    )
    face = f"@font-face{{font-family:a;src:url({host}?font)}}"
    inside = (
        f'<style>{face}</style>{shown}<use href="{host}?use#a"/><text x="1" y="20" font-family="a">가</text>',
        f"<style>@import url({host}?sheet);</style>",
    )
    hostile = [
        replace(illustration(2), key=f"labour-1-{at}", content=drawn(each, host, file))
        for at, each in enumerate(inside)
    ]
    told = f'<img src="{file}"><link rel="attachment" href="{file}"><style>{face}</style>'
    blocks: tuple[Block, ...] = (Bullets((line("○", 0, told),)), *hostile)
    with caplog.at_level(logging.WARNING, "reports.render.reaching"):
        if whole:
            made = render_pdf(small(*blocks))
        else:
            made = section_pdf(Section("one", "part", "Ⅰ", told, blocks), title=told, draft_note=told, first=1)
    with pytest.raises(BlockingIOError):
        listener.accept()
    with pikepdf.open(BytesIO(made)) as pdf:
        images = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"]
        assert not images and not pdf.attachments
    refused = {
        record.args[0]
        for record in caplog.records
        if record.name == "reports.render.reaching" and isinstance(record.args, tuple)
    }
    assert {host, file, f"{host}?font"} <= refused


def test_only_its_own_fonts_of_all_files() -> None:
    for address in ("file:///etc/passwd", "http://127.0.0.1/", "ftp://127.0.0.1/a", "DATA:,a", "/etc/passwd", ""):
        with pytest.raises(Unreached):
            OwnAlone().fetch(address)
    assert OwnAlone().fetch("data:,a").read() == b"a"
