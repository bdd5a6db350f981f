"""Which stored figure a row of a workbook means: by identifier, by name, by a remembered answer; else a question.

`lines` says what can be filled, `names` which of it a row names, `questions` what is asked, `matcher` goes through the rows.
Pure Python over the ledger's rows: no query.
"""
