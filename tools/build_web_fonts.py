#!/usr/bin/env python3
"""Makes the fonts of the site from the installed package: in two weights, in few pieces, with their style sheet.

    tools/build_web_fonts.py FOLDER

The package cuts each of its nine weights into 120 pieces: a page fetched up to 65 of them, and the style sheet was the
largest cost of a first visit. Here a weight has one piece that nearly every page does with (the syllables and signs of
KS X 1001 and of the package's own small edition), and four for what is rare, which a browser fetches only where such a letter stands.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).resolve().parent.parent / "node_modules/pretendard-gov/dist"
WEIGHTS = {400: "Regular", 700: "Bold"}
"""The browser takes 400 for what asks for 500, and 700 for 600 and 800."""
SYLLABLES = range(0xAC00, 0xD7A4)
HANJA = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x110000))
HANJA_PIECES = 3
HANJA_OF_PAPERS = (
    "市道郡區邑面洞里國韓中美日英獨佛伊露北南東西大小高低長短新舊古現前後左右上下內外男女老少父母子孫夫婦兒童靑年人民"
    "官公私社勞使政法院黨與野案件反親非脫再初最超無有不未完全半對比約計總合分各每同異他本假休病死生業農漁工商學校敎"
    "室館所局課部廳署府省州縣京株銀金錢稅費車船水火土地山川海空天時期間週月春夏秋冬第一二三四五六七八九十百千萬億兆甲乙丙丁"
)
"""What official papers and newspapers write for a whole word: one of them is no reason to fetch a piece of 2,500."""
LEGAL_NAMES = [0, 13, 14]
"""Copyright and licence. The name itself is reserved for the unchanged font."""


def codes_of(path: Path) -> set[int]:
    return set(TTFont(path, lazy=True).getBestCmap())


def in_the_standard(code: int) -> bool:
    """Whether KS X 1001 has the letter (two bytes in EUC-KR; Python writes other syllables in eight)."""
    try:
        return len(chr(code).encode("euc_kr")) <= 2
    except UnicodeEncodeError:
        return False


def pieces(every: set[int], small_edition: set[int]) -> dict[str, list[int]]:
    """The letters of each piece, by its name: `common`, `rare`, `hanja-1`…, without a letter in two of them."""
    usual = set(map(ord, HANJA_OF_PAPERS))
    hanja = sorted(code for code in every - usual if any(code in block for block in HANJA))
    others = every.difference(hanja)
    common = {code for code in others if code in small_edition or code in usual or in_the_standard(code)}
    size = -(-len(hanja) // HANJA_PIECES)
    cut = {f"hanja-{at + 1}": hanja[at * size : (at + 1) * size] for at in range(HANJA_PIECES)}
    return {"common": sorted(common), "rare": sorted(others - common), **cut}


def unicode_range(codes: list[int]) -> str:
    """What a style sheet says of a piece: symbols one by one, of each script all from its first letter to its last."""
    named = set(codes)
    for script in (SYLLABLES, *HANJA):
        if held := named.intersection(script):
            named.update(range(min(held), max(held) + 1))
    runs: list[list[int]] = []
    for code in sorted(named):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def build(source: Path, codes: list[int], target: Path) -> None:
    options = Options(flavor="woff2", name_IDs=LEGAL_NAMES, notdef_outline=True)
    font = load_font(source, options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    save_font(font, target, options)


def rule(weight: int, name: str, limit: str) -> str:
    return (
        f"@font-face{{font-family:'Pretendard GOV';font-weight:{weight};font-display:swap;"
        f"src:url('pretendard-gov-{weight}-{name}.woff2')format('woff2'){limit}}}\n"
    )


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rules = []
    with ProcessPoolExecutor() as pool:
        made = []
        for weight, style in WEIGHTS.items():
            source = PACKAGE / f"public/static/alternative/PretendardGOV-{style}.ttf"
            small = PACKAGE / f"web/static/woff2-subset/PretendardGOV-{style}.subset.woff2"
            cut = pieces(codes_of(source), codes_of(small))
            for name, codes in cut.items():
                made.append(pool.submit(build, source, codes, folder / f"pretendard-gov-{weight}-{name}.woff2"))
            # Of rules that could serve a letter the last one is asked first: the common piece, for whatever it is.
            for name, codes in reversed(cut.items()):
                rules.append(rule(weight, name, "" if name == "common" else f";unicode-range:{unicode_range(codes)}"))
        for each in made:
            each.result()
    (folder / "pretendard-gov.css").write_text("".join(rules), encoding="utf-8")


if __name__ == "__main__":
    main()
