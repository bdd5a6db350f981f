"""What names something in a text: bookmarks, links to them, and figures as fields (누름틀) that stay theirs while somebody edits."""

import re
from html import escape

from reports.render.hwpx.words import attribute
from reports.values import Figure

LINK_FIELD, FIGURE_FIELD = (int.from_bytes(name, "big") for name in (b"%hlk", b"%clk"))
"""The numbers by which Hancom knows the kinds of fields."""

_COMMAND = "Direction:wstring:0: HelpState:wstring:0: "


def bookmark(name: str) -> str:
    return f'<hp:ctrl><hp:bookmark name="{attribute(name)}"/></hp:ctrl>'


def link_begin(number: int, target: str) -> str:
    """A link to a bookmark of the same document."""
    command = "?" + re.sub(r"([:?;#])", r"\\\1", target) + ";0;0;0;"
    return (
        f'<hp:ctrl><hp:fieldBegin id="{number}" type="HYPERLINK" name="" editable="0" dirty="0" zorder="-1" '
        f'fieldid="{LINK_FIELD}" metaTag=""><hp:parameters cnt="5" name=""><hp:integerParam name="Prop">0</hp:integerParam>'
        f'<hp:stringParam name="Command">{escape(command)}</hp:stringParam>'
        '<hp:stringParam name="Category">HWPHYPERLINK_TYPE_HWP</hp:stringParam>'
        '<hp:stringParam name="TargetType">HWPHYPERLINK_TARGET_BOOKMARK</hp:stringParam>'
        '<hp:stringParam name="DocOpenType">HWPHYPERLINK_JUMP_CURRENTTAB</hp:stringParam></hp:parameters></hp:fieldBegin></hp:ctrl>'
    )


def link_end(number: int) -> str:
    return f'<hp:ctrl><hp:fieldEnd beginIDRef="{number}" fieldid="{LINK_FIELD}"/></hp:ctrl>'


def figure_begin(number: int, name: str) -> str:
    return (
        f'<hp:ctrl><hp:fieldBegin id="{number}" type="CLICK_HERE" name="{attribute(name)}" editable="1" dirty="0" zorder="-1" '
        f'fieldid="{FIGURE_FIELD}" metaTag=""><hp:parameters cnt="2" name=""><hp:integerParam name="Prop">9</hp:integerParam>'
        f'<hp:stringParam name="Command" xml:space="preserve">Clickhere:set:{len(_COMMAND)}:{_COMMAND} </hp:stringParam>'
        "</hp:parameters></hp:fieldBegin></hp:ctrl>"
    )


def figure_end(number: int) -> str:
    return f'<hp:ctrl><hp:fieldEnd beginIDRef="{number}" fieldid="{FIGURE_FIELD}"/></hp:ctrl>'


def figure_name(figure: Figure) -> str:
    """What a figure in a sentence is called: as its text refers to it, else where the first stored figure of it is kept, or what that
    is; empty for what comes from nowhere."""
    if figure.reference or not figure.origins:
        return figure.reference
    first = figure.origins[0]
    return "/".join(filter(None, first.place)) or first.indicator


def cell_name(table: str, row: int, column: int) -> str:
    """What the figure in a cell is called: the table, and its place in the body from 1."""
    return f"표:{table}:{row + 1}:{column + 1}"
