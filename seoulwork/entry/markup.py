"""The grid's rows as HTML, joined as text: a page has some 150 of them, and a template takes 14 times as long
(`benchmark_entry` holds the page against one whose rows a template makes)."""

from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from seoulwork.entry.shown import Input, Row


@lru_cache(maxsize=2048)
def row_html(row: Row, cells: str) -> SafeString:
    """One line of the grid. `cells` is the address below which the cells' own pages are. Every text is escaped here. Most lines are
    those of the last page."""
    first = row.inputs[0].cell
    kinds = " ".join(filter(None, [row.kind, "shortfall" if row.shortfall else ""]))
    kind = f' class="{kinds}"' if kinds else ""
    # Everything that is inserted is escaped just before, or is made of such pieces.
    return mark_safe(  # noqa: S308
        f'<tr id="{row.id}"{kind}>'
        f'<th scope="row" class="indicator indent-{row.indent}"><a href="{escape(cells)}{first}/">{escape(row.name)}</a></th>'
        f'<td class="unit">{escape(row.unit)}</td><td class="before">{row.before}</td><td class="last-month">{row.last_month}</td>'
        f'<td class="input">{"".join(_input(row, each) for each in row.inputs)}</td>'
        f'<td class="cumulative">{row.cumulative}</td><td class="target">{row.target}</td><td class="year-ago">{row.year_ago}</td>'
        f'<td class="rate"><span class="rate-line"><span class="rate-text">{row.rate}</span>{_bar(row)}</span>'
        f'<div class="messages" id="m-{row.id}">{_messages(row, cells)}</div></td></tr>\n'
    )


def _input(row: Row, each: Input) -> str:
    alone = len(row.inputs) == 1
    filled = "warning" if row.warnings else "saved"
    state = "locked" if each.locked else "refused" if each.error else filled if each.value else ""
    if each.locked:
        more = " readonly"
    else:
        wrong = ' aria-invalid="true"' if each.error else ""
        total = f' placeholder="{row.total}"' if alone and row.total else ""
        more = f' inputmode="decimal"{wrong}{total}'
    shown_state = f' data-state="{state}"' if state else ""
    part = " ".join(filter(None, ["" if alone else each.short, "" if each.locked else each.run]))
    before = f'<span class="part" aria-hidden="true">{part}</span>' if part else ""
    label, value, version = (
        f"{each.label} {each.run}".rstrip(),
        each.value,
        "" if each.version is None else each.version,
    )
    if each.run and each.locked and each.value:
        # A run's figure that can't be changed here is no value of the month: it stands in place of the input, which is blank.
        label, value, version = f"{label} {each.value}", "", ""
        before += f'<span class="run" aria-hidden="true">{each.run} {escape(each.value)}</span>'
    elif each.locked and alone and not each.value and row.total:
        label = f"{label} {row.total}"
        before += f'<span class="run" aria-hidden="true">{row.total}</span>'
    mark, described = "", f"m-{row.id}"
    if each.remarked:
        said = escape(each.remarked)
        mark = f'<span class="remarked" id="r-{each.cell}" role="img" aria-label="{said}" title="{said}"></span>'
        described = f"r-{each.cell} {described}"
    blank = " blank" if each.blank else ""
    return (
        f'<span class="cell{blank}"{shown_state}>{before}<input name="{each.cell}" value="{escape(value)}" '
        f'aria-label="{escape(label)}" aria-describedby="{described}"{more}>'
        f'<input type="hidden" name="seen-{each.cell}" value="{version}">{mark}</span>'
    )


def _bar(row: Row) -> str:
    if not row.rate_width:
        return ""
    pace = f'<rect class="pace" x="{row.pace}%" width="2" height="100%"/>' if row.pace else ""
    return (
        '<svg class="bar" aria-hidden="true"><rect class="track" width="100%" height="100%"/>'
        f'<rect class="reached" width="{row.rate_width}%" height="100%"/>{pace}</svg>'
    )


def _messages(row: Row, cells: str) -> str:
    said = [
        f'<p class="refused">{escape(each.error)}</p>' if each.error else f'<p class="locked">{escape(each.locked)}</p>'
        for each in row.inputs
        if each.error or each.locked
    ]
    said += [
        f'<p class="missing">{f"{each.short} 값이" if each.short else "값이"} 없습니다.</p>'
        for each in row.inputs
        if each.blank
    ]
    said += [f'<p class="warning">{escape(each.text)}</p>' for each in row.warnings]
    if row.shortfall and row.inputs[0].locked:
        said.append('<p class="asked">부진 사유가 없습니다.</p>')
    elif row.shortfall:
        link = f'<a href="{escape(cells)}{row.id}/#shortfall" data-cell="{row.id}" data-part="shortfall">부진 사유 적기</a>'
        said.append(f'<p class="asked">{link}</p>')
    return "".join(said)
