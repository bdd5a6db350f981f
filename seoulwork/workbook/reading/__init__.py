"""From the bytes of a workbook to its tables: sheet, headings, columns, tables."""
