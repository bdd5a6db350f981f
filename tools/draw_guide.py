"""Writes the guide of those who keep the server as one HTML file, to be read before anything is installed: tools/draw_guide.py FILE"""

import os
import sys
from base64 import b64encode
from html import escape
from mimetypes import guess_type
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
PAGE = """<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ max-width: 50rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.7 "Pretendard GOV", "Malgun Gothic", sans-serif; color: #1e2124; }}
h2 {{ margin-top: 3rem; border-bottom: 1px solid #8a949e; }}
img {{ max-width: 100%; border: 1px solid #cdd1d5; }}
pre {{ overflow-x: auto; padding: 1rem; background: #f4f5f6; }}
code {{ font-family: "D2Coding", Consolas, monospace; }}
.list-frame {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ padding: .4rem .7rem; border: 1px solid #b1b8be; text-align: left; vertical-align: top; }}
th {{ background: #f4f5f6; }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def embedded(source: str) -> str:
    content = b64encode((ROOT / "docs" / source).read_bytes()).decode()
    return f"data:{guess_type(source)[0]};base64,{content}"


def main(file: Path) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")
    django.setup()
    from seoulwork.accounts.guides import OPERATOR, drawn

    guide = drawn(OPERATOR, embedded, lambda other: "")
    file.write_text(PAGE.format(title=escape(guide.title), body=guide.html), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
