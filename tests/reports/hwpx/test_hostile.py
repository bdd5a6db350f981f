"""Files that are none of Hancom's, broken or meant to hurt: one sentence each."""

from collections.abc import Callable

import pytest

from reports.hancom import opening
from reports.hancom.opening import Line, NotTaken, opened
from seoulwork.operations import confined

from .odd import PARAGRAPH, file, grid, p, section, tbl, tc

S0, MANIFEST = "Contents/section0.xml", "META-INF/manifest.xml"


def nested(depth: int) -> str:
    inner = p("안")
    for _ in range(depth):
        inner = p(inner=tbl(tc(inner, 0, 0)))
    return inner


BOMB = b"<a>" + b" " * (41 * 2**20) + b"</a>"
DTD = b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "한글 문서(HWPX)가 아닙니다"),
    "a text": (lambda: "○ 글".encode(), "한글 문서(HWPX)가 아닙니다"),
    "an old one": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "옛 한글 문서(HWP)"),
    "a very old one": (lambda: b"HWP Document File V3.00", "옛 한글 문서(HWP)"),
    "a document of Word": (lambda: file(p("글"), mimetype=None), "한글 문서(HWPX)가 아닙니다"),
    "an open document": (
        lambda: file(p("글"), mimetype=b"application/vnd.oasis.opendocument.text"),
        "한글 문서(HWPX)가 아닙니다",
    ),
    "cut off": (lambda: file(p("글"))[:-60], "손상"),
    "no text": (lambda: file(**{S0: None}), "본문이 없는"),
    "not well-formed": (lambda: file(**{S0: section(p("글"))[:-9]}), "손상"),
    "another encoding": (lambda: file(**{S0: section(p("글")).decode().encode("utf-16")}), "손상"),
    "encrypted": (lambda: file(p("글"), **{MANIFEST: b"<m><encryption-data/></m>"}), "암호가 걸린"),
    "a definition": (lambda: file(**{S0: DTD}), "DTD"),
    "a definition in the header": (lambda: file(p("글"), **{"Contents/header.xml": DTD}), "DTD"),
    "a bomb": (lambda: file(**{S0: BOMB}), "너무 커지는"),
    "bombs together": (lambda: file(**{f"BinData/{n}": bytes(30 * 2**20) for n in range(4)}), "너무 커지는"),
    "thousands of parts": (lambda: file(**{f"x{n}": b"" for n in range(2_001)}), "너무 커지는"),
    "thousands of tables within each other": (lambda: file(nested(3_000)), "여러 겹"),
    "a hundred thousand cells": (
        lambda: file(p(inner=tbl("".join(tc(p("1"), 0, n) for n in range(100_001))))),
        "너무 커지는",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_one_sentence(name: str) -> None:
    content, sentence = FILES[name]
    with pytest.raises(NotTaken) as refused:
        opened(content())
    assert sentence in str(refused.value)


def test_what_is_too_large_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST", 10)
    with pytest.raises(NotTaken, match="MB보다 큽니다"):
        opened(file(p("글")))


@pytest.mark.parametrize("error", [confined.LimitMet(), confined.Failure("Traceback")])
def test_a_process_that_ended_is_told(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def end(*arguments: object, **named: object) -> bytes:
        raise error

    monkeypatch.setattr(confined, "run", end)
    with pytest.raises(NotTaken, match="멈추었습니다"):
        opened(file(p("글")))


@pytest.mark.confined
def test_it_is_read_in_a_process_of_its_own() -> None:
    content = file(p("□ 제목"), p(inner=grid(("가", "나"))))
    assert opened(content).blocks[0] == Line("□ 제목", "바탕글")
    with pytest.raises(NotTaken, match="여러 겹"):
        opened(file(nested(300)))
    assert PARAGRAPH.encode() in section()
