"""A budget system's list of executions: a row for each of its lines, with 예산현액, 원인행위액, 지출액, 잔액 and 집행률. `lists` reads it,
`meaning` says in which unit and of which months its amounts are, `checking` holds it against its own figures, and `adding` adds
its lines up to the stored budget lines that they were mapped to. What is written then is judged like any workbook's figures."""
