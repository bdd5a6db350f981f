"""What an administrator keeps (목표, 월별 계획, 예산, 지표와 세부, 인력) by workbook: download, fill in, upload, preview, import, undo."""
