"""The charts of the workbook."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import (
    Chart,
    Point,
    Ref,
    Series,
)
from reports.render.xlsx import render_xlsx
from reports.values import Blank, CountWithRate, Figure, Percent
from tests.reports.xlsx.opened import SHEETS, count, document_of, figure, opened, table_of

# Both engines give the same bytes (editions/test_publishing.py): what stands in them is tried on one.
pytestmark = [pytest.mark.slow, pytest.mark.any_engine]


def referred(workbook: Workbook, formula: str) -> list[object]:
    match = re.fullmatch(r"'(.+)'!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?", formula)
    assert match
    name, first, top, last, bottom = match.groups()
    area = workbook[name.replace("''", "'")][f"{first}{top}:{last or first}{bottom or top}"]
    return [cell.value for row in area for cell in row]


def drawn(sheet: Worksheet) -> Iterator[tuple[list[str], list[str]]]:
    """Of each chart of the sheet the addresses of its labels and of its values, a series each."""
    for chart in sheet._charts:  # type: ignore[attr-defined]
        yield [each.cat.strRef.f for each in chart.series], [each.val.numRef.f for each in chart.series]
        assert chart.x_axis.delete is False
        assert chart.y_axis.delete is False


def test_charts_draw_the_cells_of_their_tables(workbook_bytes: bytes) -> None:
    results = opened(workbook_bytes, results=True)
    (execution,) = drawn(results[SHEETS["budget"]])
    divisions = ["계", "일자리정책담당관", "노동정책담당관", "사회적경제담당관"]
    assert [referred(results, each) for each in execution[0]] == [divisions]
    expected = [124144 / 237715, 100177 / 187341, 5553 / 19490, 18414 / 30884]
    assert referred(results, execution[1][0]) == pytest.approx(expected, abs=1e-15)
    (achievement,) = drawn(results[SHEETS["jobs"]])
    assert [referred(results, each)[:2] for each in achievement[1]] == [[76692, 70924], [48697, 50825]]
    trends = list(drawn(results[SHEETS["policy"]]))
    assert len(trends) == 10
    assert referred(results, trends[2][0][0]) == ["2016", "2017", "2018", "2019", "2020"]
    assert referred(results, trends[2][1][0]) == [2519, 11619, 10774, 11000, 11000]
    assert referred(results, trends[2][1][1]) == [2519, 11619]


def test_charts_have_titles_and_descriptions(workbook_bytes: bytes) -> None:
    with ZipFile(BytesIO(workbook_bytes)) as archive:
        drawings = {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)
        }
        charts = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")
        )
    assert len(re.findall("<c:chart |<chart ", "".join(drawings.values()))) == 12
    described = re.findall(r'descr="([^"]+)"', "".join(drawings.values()))
    assert len(described) == 12
    assert described[0].startswith("예산 집행률은 전체 52.2%이며")
    unescaped = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), charts)
    for title in ("담당관별 예산 집행률", "사업대상별 일자리 목표 대비 실적", "사회적경제 기업수(누계) (개)"):
        assert title in unescaped


def test_a_chart_with_a_missing_value_draws_no_zero() -> None:
    """The text `-` would be drawn as zero: a block beside the printed area says that there is nothing."""
    table = table_of(["가", figure(count(3))], ["나", figure(Blank())], ["다", figure(count(5))])
    points = tuple(
        Point(str(row.cells[0].text), row.cells[1].content, Ref(number, 1))
        for number, row in enumerate(table.body)
        if isinstance(row.cells[1].content, Figure)
    )
    chart = Chart("chart", "bars", "그림", "가 3, 다 5", "table", (Series("실적", "개", points),))
    data = render_xlsx(document_of(table, chart))
    (found,) = drawn(opened(data).worksheets[1])
    assert referred(opened(data, results=True), found[1][0]) == [3, "#N/A", 5]
    assert referred(opened(data), found[0][0]) == ["가", "나", "다"]
    formulas = referred(opened(data), found[1][0])
    assert all(re.fullmatch(r"=IF\(ISNUMBER\(('.+'!\$B\$\d+)\),\1,NA\(\)\)", str(formula)) for formula in formulas)
    sheet = opened(data).worksheets[1]
    printed_to = str(sheet.print_area).rpartition("$")[0][-1]
    assert printed_to < found[1][0].split("$")[1]


def test_a_chart_of_points_without_cells_gets_their_numbers() -> None:
    table = table_of(["가", figure(count(3))])
    points = (Point("나", Figure(count(7))), Point("다", None), Point("라", Figure(Percent(Decimal(50)))))
    chart = Chart("chart", "bars", "그림", "", "table", (Series("실적", "%", points),))
    workbook = opened(render_xlsx(document_of(table, chart)))
    (found,) = drawn(workbook.worksheets[1])
    assert referred(workbook, found[1][0]) == [7, None, 0.5]


def test_a_pie_is_a_native_one_over_the_cells_of_its_table() -> None:
    """Excel works its shares out itself, of the amounts alone."""
    table = table_of(["가", figure(count(3))], ["나", figure(count(5))])
    shares = [
        Figure(CountWithRate(count(3), Percent(Decimal("37.5")))),
        Figure(CountWithRate(count(5), Percent(Decimal("62.5")))),
    ]
    points = tuple(
        Point(name, share, Ref(row, 1)) for row, (name, share) in enumerate(zip("가나", shares, strict=True))
    )
    chart = Chart("chart", "pie", "구성비", "가 3, 나 5", "table", (Series("실적", "개", points),))
    data = render_xlsx(document_of(table, chart))
    workbook = opened(data)
    (pie,) = workbook.worksheets[1]._charts  # type: ignore[attr-defined]
    assert type(pie).__name__ == "PieChart" and pie.series[0].dLbls.showPercent
    assert [referred(workbook, each) for each in (pie.series[0].cat.strRef.f, pie.series[0].val.numRef.f)] == [
        ["가", "나"],
        [3, 5],
    ]
