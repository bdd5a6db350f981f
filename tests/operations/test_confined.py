"""What the process that opens a file from outside says of it, here in the process of the test; tests/workbook/test_hostile_files.py
starts such processes and meets their limits."""

import json
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seoulwork.operations.confined import OUT_OF_MEMORY, REFUSED, answer


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[int, Any]:
    """What would be limited: it could not be taken back. A file and a request lie in the folder of the process."""
    found: dict[int, Any] = {}
    monkeypatch.setattr(resource, "setrlimit", found.__setitem__)
    monkeypatch.chdir(tmp_path)
    Path("content").write_bytes(b"file")
    Path("request").write_text(json.dumps(["request"]), encoding="utf-8")
    return found


def ask(work: Callable[[bytes, Any], bytes]) -> int:
    return answer(work, ValueError, memory=1000, seconds=20, written=300)


def test_the_answer_is_what_it_writes(limits: dict[int, Any], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert ask(lambda content, request: content + request[0].encode()) == 0
    assert capfdbinary.readouterr().out == b"filerequest"
    assert limits == {
        resource.RLIMIT_AS: (1000, 1000),
        resource.RLIMIT_CPU: (20, 20),
        resource.RLIMIT_FSIZE: (300, 300),
        resource.RLIMIT_CORE: (0, 0),
    }


def test_a_refusal_is_said_in_its_own_words(limits: dict[int, Any], capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(content: bytes, request: Any) -> bytes:
        raise ValueError("엑셀 파일이 아닙니다.")

    assert ask(refuse) == REFUSED
    assert capsys.readouterr().out == "엑셀 파일이 아닙니다."


def test_too_little_memory_has_its_own_status(limits: dict[int, Any]) -> None:
    def fill(content: bytes, request: Any) -> bytes:
        raise MemoryError

    assert ask(fill) == OUT_OF_MEMORY


def test_what_nobody_thought_of_is_a_failure(limits: dict[int, Any]) -> None:
    def fail(content: bytes, request: Any) -> bytes:
        raise KeyError("?")

    with pytest.raises(KeyError):
        ask(fail)
