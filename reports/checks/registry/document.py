"""The rules about what the briefing prints: its texts and sentences, its tables, what is missing in it."""

from ...contract import Contribution
from .. import complete, figures, labels, letters, printed, setup, staff, texts, typed
from ..homes import Checked
from ..rules import Rule
from ..sentences import Sentence

# What can't be printed, and keeps a briefing from being published.

TEXTS: tuple[Rule[Contribution], ...] = (
    Rule("texts.unresolved", "글이 부르는 것이 없음", "error", "{problem}", texts.unresolved),
    Rule(
        "texts.table_without_figures",
        "나오지 않는 표",
        "error",
        "표 '{table}'에 쓰이는 지표가 없어 표가 나오지 않습니다. 지표의 짧은 이름을 확인하거나 글에서 표를 빼 주세요.",
        texts.table_without_figures,
    ),
    Rule(
        "texts.undrawable_table",
        "그릴 수 없는 표",
        "error",
        "글에 둔 표가 나오지 않습니다('{table}'). {problem}",
        texts.undrawable_table,
    ),
    Rule(
        "texts.broken_manuscript",
        "인쇄되지 않은 원고",
        "error",
        "원고에 고칠 줄이 있어 앞에 저장된 글이 나옵니다. 원고를 열어 표시된 줄을 고쳐 주세요.",
        texts.broken_manuscript,
    ),
    Rule(
        "texts.clashing_lines",
        "엇갈린 줄",
        "error",
        "두 사람이 같은 줄을 고쳐 {count}곳이 정해지지 않았습니다. 원고를 열어 어느 글로 할지 골라 주세요.",
        texts.clashing_lines,
    ),
)

LETTERS: tuple[Rule[Checked], ...] = (
    Rule(
        "letters.unprintable",
        "인쇄할 수 없는 글자",
        "error",
        "'{letter}'({code}) 글자가 인쇄하는 글꼴에 없습니다. '{quoted}'에서 다른 글자로 바꿔 주세요.",
        letters.unprintable_letters,
    ),
)

# What is reported.

COMPLETE: tuple[Rule[Checked], ...] = (
    Rule(
        "complete.part",
        "빠진 것이 있는 수치",
        "error",
        "'{where}'에 빠진 것이 있습니다: {missing}. 빠진 값을 넣거나, 없는 것이 맞으면 0을 넣어 주세요.",
        complete.lacks_a_part,
    ),
    Rule(
        "complete.months",
        "달이 모자란 수치",
        "warning",
        "'{where}'에 다 들어 있지 않은 달이 있습니다: {missing}. 빠진 달의 값을 넣어 주세요.",
        complete.lacks_months,
    ),
    Rule(
        "complete.unsaid",
        "까닭 없이 '-'인 자리",
        "error",
        "'{where}'에 '-'로 나오는 까닭({missing})이 같은 줄에 나오지 않습니다. 빠진 달의 값을 넣어 주세요.",
        complete.unsaid,
    ),
    Rule(
        "complete.blank",
        "값이 없는 자리",
        "error",
        "'{line}'에 값이 없어 '-'로 나오는 자리가 {count}곳 있습니다. 값을 넣거나 글을 고쳐 주세요.",
        complete.blank_in_a_sentence,
    ),
    Rule(
        "complete.empty",
        "비어 있는 사업·표·그림",
        "error",
        "{what} 비어 있습니다. 내용을 넣거나 빼 주세요.",
        complete.empty,
    ),
)

PRINTED: tuple[Rule[Checked], ...] = (
    Rule(
        "printed.differs",
        "셈과 다른 인쇄 수치",
        "error",
        "'{line}'의 {printed} 저장된 수치로 {computed}.",
        printed.differs,
    ),
)

TABLES: tuple[Rule[Checked], ...] = (
    Rule(
        "figures.dates_of_a_column_differ",
        "한 열의 기준일이 다름",
        "warning",
        "표 '{table}'의 같은 열에서 다른 수치는 {usual} 기준인데 이 수치는 {day} 기준입니다.",
        figures.dates_of_a_column_differ,
    ),
)

SENTENCES: tuple[Rule[Sentence], ...] = (
    Rule(
        "labels.period",
        "수치의 때와 다른 날짜·기간",
        "error",
        "“{line}”에 적은 {label} 그 옆의 수치 {figure}의 때와 다릅니다. 수치는 {truth} 저장되어 있습니다.{way}",
        labels.period,
    ),
    Rule(
        "labels.compared",
        "다른 때를 견준 말",
        "error",
        "“{line}”에 적은 {label} 달리 {figure} {real} 견준 수치입니다.",
        labels.compared,
    ),
    Rule(
        "labels.direction",
        "반대로 적은 방향",
        "error",
        "“{line}”에 적은 {label} 저장된 수치와 맞지 않습니다. {figure}의 방향은 {right}입니다. {{이름.방향}}으로 적으면 수치를 따라갑니다.",
        labels.direction,
    ),
    Rule(
        "typed.percentage",
        "두 수와 맞지 않는 백분율",
        "error",
        "“{line}”에 적은 {printed} 그 앞의 두 수로 셈하면 {computed}입니다.",
        typed.percentage,
    ),
    Rule(
        typed.NEARLY,
        "잘못 옮긴 수",
        "warning",
        "“{line}”에 적은 {number} 저장된 {known}의 {slip}입니다. {reference} 적으면 저장된 수치가 나옵니다.",
        typed.nearly_stored,
    ),
    Rule(
        typed.STORED,
        "저장된 것과 같은 수",
        "warning",
        "“{line}”에 적은 {number} 저장된 수치와 같습니다. {reference} 적으면 수치를 따라갑니다.",
        typed.stored,
    ),
    Rule(
        typed.LISTED,
        "글에 적은 수",
        "note",
        "“{line}”에 적은 {number} 저장된 수치에 묶여 있지 않습니다.{way}",
        typed.others,
    ),
)

BUREAU: tuple[Rule[Checked], ...] = (
    Rule(
        "setup.bureau",
        "정책관 현황이 없음",
        "error",
        "보고 달까지의 정책관 현황(이름, 정책관, 팀, 공무직)이 없어 '-'로 나옵니다. 관리 → 정책관 현황에서 넣어 주세요.",
        setup.no_bureau,
    ),
)

STAFF: tuple[Rule[Checked], ...] = (
    Rule(
        "staff.dates_differ",
        "인력의 기준일이 다름",
        "warning",
        "한 표에 더하는 인력의 기준일이 {division_word}마다 다릅니다: {days}.",
        staff.dates_differ,
    ),
    Rule(
        "staff.missing_grade",
        "빠진 직급",
        "warning",
        "다른 {division_word}에는 다 있는 {grade}의 정원과 현원이 없습니다. 빠졌으면 넣고, 없는 직급이면 0명으로 넣어 주세요.",
        staff.missing_grade,
    ),
)
