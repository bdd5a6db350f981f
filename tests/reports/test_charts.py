"""Charts: what they say, that they are one picture, and that nothing typed becomes markup."""

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from reports.document import Chart, Point, Series
from reports.render.charts import chart_svg
from reports.render.drawing import NARROW_WIDTH
from reports.values import CountWithRate, Figure, Percent, Quantity, Recorded

from .sample import sample_document

CHARTS = {
    block.key: block for section in sample_document().walk() for block in section.blocks if isinstance(block, Chart)
}
SVG = "{http://www.w3.org/2000/svg}"


def words(chart: Chart) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(chart_svg(chart)).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_chart_says_every_label_and_figure(chart: Chart) -> None:
    said = words(chart)
    for series in chart.series:
        for point in series.points:
            assert point.label in said
            assert point.value is not None and point.value.text in said


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_chart_is_an_image_with_a_text_alternative(chart: Chart) -> None:
    root = ElementTree.fromstring(chart_svg(chart))
    title = root[0]
    assert (root.get("role"), title.tag) == ("img", f"{SVG}title")
    assert root.get("aria-labelledby") == title.get("id")
    assert title.text == f"{chart.title}. {chart.description}"


def test_bars_begin_at_zero_and_are_as_long_as_their_figures() -> None:
    chart = CHARTS["budget-execution"]
    bars = re.findall(r'd="M0,[\d.]+h([\d.]+)v14h-[\d.]+Z" fill="#256ef4"', chart_svg(chart))
    rates = [float(point.value.text.rstrip("%")) for point in chart.series[0].points if point.value]
    assert [float(bar) / float(bars[0]) for bar in bars] == pytest.approx([rate / rates[0] for rate in rates], rel=0.01)


def test_target_stands_on_the_bar_and_both_are_named() -> None:
    chart = CHARTS["jobs-achievement"]
    drawn = chart_svg(chart)
    assert drawn.count('fill="#052561"') == len(chart.series[0].points)
    assert {"실적", "목표"} <= set(words(chart))


def test_planned_years_are_hollow() -> None:
    chart = CHARTS["policy-trend"]
    drawn = chart_svg(chart)
    planned = sum(point.planned for series in chart.series for point in series.points)
    assert drawn.count('fill="#ffffff" stroke="#256ef4"') == planned
    assert "stroke-dasharray" in drawn


def test_a_change_of_a_figure_changes_the_picture() -> None:
    chart = CHARTS["budget-execution"]
    first, *others = chart.series[0].points
    changed = replace(first, value=Figure(Quantity(Decimal(99))))
    series = (replace(chart.series[0], points=(changed, *others)),)
    assert chart_svg(replace(chart, series=series)) != chart_svg(chart)


def test_a_point_without_a_number_has_its_label_and_no_mark() -> None:
    points = (Point("있음", Figure(Quantity(Decimal(3)))), Point("없음", None), Point("인쇄", Figure(Recorded("51%"))))
    chart = Chart("gaps", "bars", "빈 값", "설명", "table", (Series("실적", "개", points),))
    assert chart_svg(chart).count('fill="#256ef4"') == 1
    assert {"있음", "없음", "인쇄", "51%"} <= set(words(chart))


@pytest.mark.parametrize("kind", ["bars", "trend", "pie"])
def test_nothing_to_draw_is_no_error(kind: str) -> None:
    chart = Chart("empty", kind, "빈 그림", "설명", "table", (Series("실적", "개", (Point("2018", None),)),))  # type: ignore[arg-type]
    assert any("2018" in each for each in words(chart))


def test_typed_text_never_becomes_markup() -> None:
    nasty = "<script>&\"'</title>"
    points = (Point(nasty, Figure(Quantity(Decimal(1)))),)
    for kind in ("bars", "trend", "pie"):
        chart = Chart("nasty", kind, nasty, nasty, "table", (Series(nasty, nasty, points),))
        root = ElementTree.fromstring(chart_svg(chart))
        assert root[0].text == f"{nasty}. {nasty}"
        assert any(nasty in (text.text or "") for text in root.iter(f"{SVG}text"))
        assert not list(root.iter(f"{SVG}script"))


def test_the_same_chart_is_the_same_text() -> None:
    chart = CHARTS["policy-trend"]
    first = chart_svg(chart)
    chart_svg.cache_clear()
    assert chart_svg(chart) == first


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_the_drawing_for_a_telephone_says_the_same_within_its_width(chart: Chart) -> None:
    root = ElementTree.fromstring(chart_svg(chart, narrow=True))
    assert float(root.get("width", "0")) <= NARROW_WIDTH + 2  # whole pixels of each part
    said = "".join(text.text or "" for text in root.iter(f"{SVG}text")).replace(" ", "")
    for series in chart.series:
        for point in series.points:
            assert point.label.replace(" ", "") in said
            assert point.value is not None and point.value.text.replace(" ", "") in said
    assert "…" not in said


def pie(*amounts: int, label: str = "부분") -> Chart:
    shares = [Percent(Decimal(100) * each / sum(amounts)) for each in amounts]
    figures = [
        Figure(CountWithRate(Quantity(Decimal(each)), share)) for each, share in zip(amounts, shares, strict=True)
    ]
    points = tuple(Point(f"{label} {number}", figure) for number, figure in enumerate(figures))
    return Chart("pie", "pie", "구성비", "설명", "table", (Series("실적", "명", points),))


@pytest.mark.parametrize("narrow", [False, True])
def test_each_slice_has_the_number_of_its_line_where_it_has_room(narrow: bool) -> None:
    root = ElementTree.fromstring(chart_svg(pie(500, 300, 190, 10), narrow=narrow))
    said = [text.text or "" for text in root.iter(f"{SVG}text") if text.get("opacity") != "0"]
    assert {"1", "2", "3", "1. 부분 0", "4. 부분 3", "500 (50.0%)", "10 (1.0%)"} <= set(said) and "4" not in said
    assert float(root.get("width", "0")) <= (NARROW_WIDTH + 6 if narrow else 645)
    tall = ElementTree.fromstring(
        chart_svg(pie(500, 500, label="이름이 아주 길어 한 줄에 다 들어가지 않는 것"), narrow=True)
    )
    assert float(tall.get("height", "0")) > float(
        ElementTree.fromstring(chart_svg(pie(1, 1), narrow=True)).get("height", "0")
    )


def test_a_label_too_long_to_stand_beside_its_figure_stands_above_it() -> None:
    def drawn(label: str) -> float:
        points = (Point(label, Figure(Quantity(Decimal(3)))),)
        chart = Chart("long", "bars", "긴 이름", "설명", "table", (Series("실적", "개", points),))
        return float(ElementTree.fromstring(chart_svg(chart, narrow=True)).get("height", "0"))

    assert drawn("이름이 아주 길어 한 줄에 다 들어가지 않는 것") > drawn("짧은 것")
