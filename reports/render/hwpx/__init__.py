"""The briefing as HWPX (KS X 6101), the open format of Hancom's word processor: a ZIP of XML.

`package` writes the parts of the ZIP, `header` what their looks say, `looks` which looks there are, `section` the text, `tables`,
`pictures` and `fields` (links, bookmarks and figures with their names) what stands in it. See docs/maintainers/hwpx.md.
"""

from reports.render.hwpx.package import render_hwpx

__all__ = ["render_hwpx"]
