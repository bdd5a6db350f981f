"""Where the fonts of the documents are: Pretendard GOV, installed by npm."""

from pathlib import Path

FONT_FAMILY = "Pretendard GOV"
FONT_FOLDER = Path(__file__).resolve().parents[2] / "node_modules/pretendard-gov/dist/public/static/alternative"
"""The static TrueType files: variable and woff2 fonts cost seconds a render."""
