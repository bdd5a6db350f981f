"""The briefing as an Excel workbook."""

from reports.render.xlsx.values import WorkbookError
from reports.render.xlsx.workbook import render_xlsx

__all__ = ["WorkbookError", "render_xlsx"]
