"""A paper of July 2018 that came back from hand editing: what was edited is listed, and nothing else."""

import re
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command

from reports.editions.publishing import document_of, draft_of
from reports.hancom.comparing import Kind, differences
from reports.hancom.opening import opened
from reports.models import Briefing
from reports.render.hwpx import render_hwpx

from .test_rules import SECTION, packed, parts_of

pytestmark = [pytest.mark.any_engine, pytest.mark.slow(8)]

HERE = "(?:(?!</hp:p>).)*?"
"""Within one paragraph"""
FIELD = rf"(<hp:fieldBegin [^>]*?name=\"{{}}\" {HERE}<hp:t>)"
CELL = r"(<hp:tc name=\"{}\" (?:(?!</hp:tc>).)*?<hp:t>)"


class Edit(NamedTuple):
    """What somebody did to the XML, and how it is to be told: what was there, what is there now, which numbers are new."""

    kind: Kind
    pattern: str
    made: str
    before: str
    after: str
    typed: tuple[str, ...] = ()


def figure(name: str, before: str, after: str, form: str = FIELD) -> Edit:
    return Edit("figure", form.format(re.escape(name)) + re.escape(before) + "<", rf"\g<1>{after}<", before, after)


def words(before: str, after: str, typed: tuple[str, ...] = (), kind: Kind = "changed") -> Edit:
    return Edit(kind, re.escape(before), after, before, after, typed)


EDITS = (
    figure("상담", "13,869명", "13,900명"),
    figure("공간이용", "22,253명", "22,300명"),
    figure("일자리.달성률", "69.4%", "70.4%"),
    figure("=50:50", "50:50", "60:40"),
    figure("표:staffing:1:2", "81", "82", CELL),
    figure("표:budget:1:3", "133,238", "133,283", CELL),
    figure("표:shelters:1:6", "70명", "71명", CELL),
    words("사업별 최소 ", "사업마다 최소 "),
    words(" 기업 근무환경개선금 지원", " 기업에 근무환경개선금 지원"),
    words("공모분야 : ", "공모한 분야 : "),
    words("(전액 시비)", "(전액 시비, 지난해보다 1,250백만원 늘어남)", ("1,250",)),
    words("2년마다 개최되는 국제포럼으로", "3년마다 개최되는 국제포럼으로", ("3",)),
    words("시범 추진", "시범 운영"),
    words("※ 2017년까지는 실적", "※ 2017년까지만 실적"),
    words("담당관별 예산 집행 현황", "담당관의 예산 집행"),
    words("강동구 고덕동", "강동구 상일동", kind="cell"),
    words("노동시장의 차별, 격차", "노동시장의 격차", kind="cell"),
    Edit(
        "added",
        rf"(<hp:p id=\")\d+({HERE}<hp:t>)지정공모 : {HERE}</hp:p>",
        r"\g<0>\g<1>990001\g<2>새로 적은 줄, 참여 77명</hp:t></hp:run></hp:p>",
        "",
        "- 새로 적은 줄, 참여 77명",
        ("77",),
    ),
    Edit(
        "removed",
        rf"<hp:p id=\"\d+\" [^>]*>(?:(?!</hp:p>).)*「민관협력사업」 확대를 통해{HERE}</hp:p>",
        "",
        "민관협력사업",
        "",
    ),
    Edit(
        "unnamed",
        rf"<hp:run [^>]*><hp:ctrl><hp:fieldBegin id=\"(\d+)\" [^>]*?name=\"회원도시\" {HERE}</hp:ctrl></hp:run>"
        rf"({HERE})<hp:run [^>]*><hp:ctrl><hp:fieldEnd beginIDRef=\"\1\" [^>]*></hp:ctrl></hp:run>",
        r"\g<2>",
        "43개",
        "43개",
    ),
)


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    parts = parts_of(content)
    text = parts[SECTION].decode()
    for each in edits:
        text, count = re.subn(each.pattern, each.made, text, count=1)
        assert count, each
    return packed({**parts, SECTION: text.encode()})


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get()


def test_each_of_twenty_edits_is_listed_and_nothing_else(briefing: Briefing, tmp_path: Path) -> None:
    document = document_of(briefing)
    content = render_hwpx(draft_of(briefing))
    assert differences(document, opened(content)) == []
    found = differences(document, opened(edited(content, EDITS)))
    left = list(EDITS)
    for each in found:
        told = [
            edit
            for edit in left
            if (edit.kind, edit.typed) == (each.kind, each.typed)
            and edit.before.strip() in each.before
            and edit.after.strip() in each.after
        ]
        assert told, each
        left.remove(told[0])
    assert left == []
    assert len(found) == len(EDITS) == 20
    of_command(edited(content, EDITS), tmp_path)


def of_command(content: bytes, folder: Path) -> None:
    """The command says the same; the file knows which briefing it is of."""
    file, told = folder / "고침.hwpx", StringIO()
    file.write_bytes(content)
    call_command("check_hwpx", str(file), stdout=told)
    lines = told.getvalue().splitlines()
    assert lines[-1] == "다른 곳 20곳"
    assert "[수치가 다름] 2 청년 체감 일자리 종합서비스 확대 운영 {상담}: 13,869명 → 13,900명" in lines
    assert any(line.startswith("[새로 적음]") and line.endswith("(새로 적은 수: 77)") for line in lines)
    file.write_bytes(b"nothing")
    with pytest.raises(CommandError, match="한글 문서"):
        call_command("check_hwpx", str(file))
    with pytest.raises(CommandError, match="읽을 수 없습니다"):
        call_command("check_hwpx", str(folder / "없음.hwpx"))
    file.write_bytes(packed({**parts_of(content), "Contents/content.hpf": b"<a/>"}))
    with pytest.raises(CommandError, match="--briefing"):
        call_command("check_hwpx", str(file))
