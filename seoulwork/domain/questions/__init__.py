"""Questions about figures that are improbable: one home for the grid, the preview of a workbook, the lists and the checker."""
