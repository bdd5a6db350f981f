"""`Contents/header.xml`: fonts, frames, letters, paragraphs and styles, each with its number."""

from reports.render.hwpx.looks import STYLE_NUMBERS, STYLES, Edge, Frame, Letters, Looks, Setting, points
from reports.render.hwpx.words import DECLARATION, NAMESPACES

FONT, SECOND = "함초롬돋움", "맑은 고딕"
"""What comes with Hancom Office, and what stands for it where that is missing."""
LANGUAGES = ("HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER")
LEVELS = 10
UNIT_NAMESPACE = "http://www.hancom.co.kr/hwpml/2016/HwpUnitChar"


def header_xml(looks: Looks) -> str:
    paragraphs = [_paragraph(number, setting, looks) for number, setting in looks.settings]
    letters = [_letters(number, each) for number, each in looks.letters]
    styles = [_style(name, looks) for name in STYLES]
    frames = [_frame(number, each) for number, each in looks.frames]
    return (
        f'{DECLARATION}<hh:head {NAMESPACES} version="1.4" secCnt="1">'
        '<hh:beginNum page="1" footnote="1" endnote="1" pic="1" tbl="1" equation="1"/><hh:refList>'
        f"{_fonts()}"
        f'<hh:borderFills itemCnt="{len(frames)}">{"".join(frames)}</hh:borderFills>'
        f'<hh:charProperties itemCnt="{len(letters)}">{"".join(letters)}</hh:charProperties>'
        '<hh:tabProperties itemCnt="1"><hh:tabPr id="0" autoTabLeft="0" autoTabRight="0"/></hh:tabProperties>'
        f'<hh:numberings itemCnt="1">{_numbering()}</hh:numberings>'
        f'<hh:paraProperties itemCnt="{len(paragraphs)}">{"".join(paragraphs)}</hh:paraProperties>'
        f'<hh:styles itemCnt="{len(styles)}">{"".join(styles)}</hh:styles></hh:refList>'
        '<hh:compatibleDocument targetProgram="HWP201X"><hh:layoutCompatibility/></hh:compatibleDocument>'
        '<hh:docOption><hh:linkinfo path="" pageInherit="0" footnoteInherit="0"/></hh:docOption>'
        '<hh:trackchageConfig flags="56"/></hh:head>'
    )


def _fonts() -> str:
    font = (
        f'<hh:font id="0" face="{FONT}" type="TTF" isEmbedded="0"><hh:substFont face="{SECOND}" type="TTF" isEmbedded="0"/>'
        '<hh:typeInfo familyType="FCAT_GOTHIC" weight="6" proportion="4" contrast="0" strokeVariation="1" armStyle="1" '
        'letterform="1" midline="1" xHeight="1"/></hh:font>'
    )
    faces = "".join(f'<hh:fontface lang="{language}" fontCnt="1">{font}</hh:fontface>' for language in LANGUAGES)
    return f'<hh:fontfaces itemCnt="{len(LANGUAGES)}">{faces}</hh:fontfaces>'


def _edge(name: str, edge: Edge | None) -> str:
    kind, shown = ("SOLID", edge) if edge else ("NONE", Edge("0.1 mm", "#000000"))
    return f'<hh:{name} type="{kind}" width="{shown.width}" color="{shown.color}"/>'


def _frame(number: int, frame: Frame) -> str:
    fill = (
        f'<hc:fillBrush><hc:winBrush faceColor="{frame.fill}" hatchColor="#999999" alpha="0"/></hc:fillBrush>'
        if frame.fill
        else ""
    )
    return (
        f'<hh:borderFill id="{number}" threeD="0" shadow="0" centerLine="NONE" breakCellSeparateLine="0">'
        '<hh:slash type="NONE" Crooked="0" isCounter="0"/><hh:backSlash type="NONE" Crooked="0" isCounter="0"/>'
        f"{_edge('leftBorder', frame.left)}{_edge('rightBorder', frame.right)}{_edge('topBorder', frame.top)}"
        f'{_edge("bottomBorder", frame.bottom)}<hh:diagonal type="SOLID" width="0.1 mm" color="#000000"/>{fill}</hh:borderFill>'
    )


def _each_language(element: str, value: int) -> str:
    values = " ".join([f'{language.lower()}="{value}"' for language in LANGUAGES])
    return f"<hh:{element} {values}/>"


def _letters(number: int, letters: Letters) -> str:
    line = ("BOTTOM", "DASH", letters.color) if letters.dashed else ("NONE", "SOLID", "#000000")
    return (
        f'<hh:charPr id="{number}" height="{points(letters.size)}" textColor="{letters.color}" shadeColor="{letters.shade}" '
        'useFontSpace="0" useKerning="0" symMark="NONE" borderFillIDRef="1">'
        f"{_each_language('fontRef', 0)}{_each_language('ratio', 100)}{_each_language('spacing', 0)}"
        f"{_each_language('relSz', 100)}{_each_language('offset', 0)}{'<hh:bold/>' if letters.bold else ''}"
        f'<hh:underline type="{line[0]}" shape="{line[1]}" color="{line[2]}"/><hh:strikeout shape="NONE" color="#000000"/>'
        '<hh:outline type="NONE"/><hh:shadow type="NONE" color="#C0C0C0" offsetX="10" offsetY="10"/></hh:charPr>'
    )


def _paragraph(number: int, setting: Setting, looks: Looks) -> str:
    """The margins come twice: as they are for who knows the newer unit, doubled for who does not. With a hanging indent the left one is
    that of the first line."""
    heading = (
        '<hh:heading type="NONE" idRef="0" level="0"/>'
        if setting.outline is None
        else f'<hh:heading type="OUTLINE" idRef="0" level="{setting.outline}"/>'
    )
    return (
        f'<hh:paraPr id="{number}" tabPrIDRef="0" condense="0" fontLineHeight="0" snapToGrid="0" suppressLineNumbers="0" '
        f'checked="0" textDir="LTR"><hh:align horizontal="{setting.align}" vertical="BASELINE"/>{heading}'
        f'<hh:breakSetting breakLatinWord="KEEP_WORD" breakNonLatinWord="KEEP_WORD" widowOrphan="1" keepWithNext="{int(setting.keep)}" '
        'keepLines="0" pageBreakBefore="0" lineWrap="BREAK"/><hh:autoSpacing eAsianEng="0" eAsianNum="0"/>'
        f'<hp:switch><hp:case hp:required-namespace="{UNIT_NAMESPACE}">{_margins(setting, 1)}</hp:case>'
        f"<hp:default>{_margins(setting, 2)}</hp:default></hp:switch>"
        f'<hh:border borderFillIDRef="{looks.frames[setting.frame]}" offsetLeft="0" offsetRight="0" offsetTop="{setting.room}" '
        f'offsetBottom="{setting.room}" connect="0" ignoreMargin="0"/></hh:paraPr>'
    )


def _margins(setting: Setting, times: int) -> str:
    lengths = (
        ("intent", -setting.hang),
        ("left", setting.left - setting.hang),
        ("right", 0),
        ("prev", setting.before),
        ("next", setting.after),
    )
    margins = "".join(f'<hc:{name} value="{length * times}" unit="HWPUNIT"/>' for name, length in lengths)
    return f'<hh:margin>{margins}</hh:margin><hh:lineSpacing type="PERCENT" value="{setting.spacing}" unit="HWPUNIT"/>'


def _numbering() -> str:
    """Levels without a number: the marks of the outline are typed."""
    heads = "".join(
        f'<hh:paraHead start="1" level="{level}" align="LEFT" useInstWidth="0" autoIndent="0" widthAdjust="0" '
        'textOffsetType="PERCENT" textOffset="0" numFormat="DIGIT" charPrIDRef="4294967295" checkable="0"/>'
        for level in range(1, LEVELS + 1)
    )
    return f'<hh:numbering id="1" start="0">{heads}</hh:numbering>'


def _style(name: str, looks: Looks) -> str:
    style, number = STYLES[name], STYLE_NUMBERS[name]
    return (
        f'<hh:style id="{number}" type="PARA" name="{style.name}" engName="{style.english}" '
        f'paraPrIDRef="{looks.settings[style.setting]}" charPrIDRef="{looks.letters[style.letters]}" '
        f'nextStyleIDRef="{number}" langID="1042" lockForm="0"/>'
    )
