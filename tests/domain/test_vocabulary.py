"""The closed vocabularies stand in one module: nobody else lists their words."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from seoulwork.domain import vocabulary

ROOT = Path(__file__).parents[2]
PACKAGES = ("seoulwork", "reports", "programmes", "labour", "socialeconomy")
HOME = ROOT / "seoulwork/domain/vocabulary.py"
READ_SENTENCES = frozenset(
    ROOT / "reports" / path for path in ("typed.py", "checks/claims.py", "checks/labels.py", "checks/typed.py")
)
"""Their patterns read running text, in which such words stand among many that belong to no vocabulary."""


@cache
def vocabularies() -> dict[str, frozenset[str]]:
    """Its collections of Korean words, by their names. One word of a unit is an everyday one (일, 주): those of several count."""
    found = {}
    for name, value in vars(vocabulary).items():
        if name.isupper() and isinstance(value, Mapping | tuple):
            words = value if name == "UNITS" or isinstance(value, tuple) else value.values()
            flat = [word for each in words for word in (each if isinstance(each, tuple) else (each,))]
            found[name] = frozenset(
                word
                for word in flat
                if isinstance(word, str) and re.search(r"[가-힣]", word) and (name != "UNITS" or len(word) > 1)
            )
    return {name: words for name, words in found.items() if len(words) > 1}


def listed(node: ast.AST) -> Iterator[str]:
    """The texts of a list, tuple, set or dict written out, and of such within it; of a pattern its alternatives."""
    match node:
        case ast.List(elts=below) | ast.Tuple(elts=below) | ast.Set(elts=below):
            for each in below:
                yield from listed(each)
        case ast.Dict(keys=keys, values=values):
            for each in (*(key for key in keys if key is not None), *values):
                yield from listed(each)
        case ast.Constant(value=str() as text):
            yield text


def copies(source: str) -> Iterator[tuple[int, str, set[str]]]:
    """Line, vocabulary and words of every collection or pattern that holds two words of one."""
    for node in ast.walk(ast.parse(source)):
        words: set[str] = set()
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            words = set(listed(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "|" in node.value:
            words = set(re.split(r"\W+", node.value))
        for name, known in vocabularies().items():
            if len(words & known) > 1:
                yield getattr(node, "lineno", 0), name, words & known


def test_no_other_module_lists_the_words_of_a_vocabulary() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {', '.join(sorted(words))} (vocabulary.{name})"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if path != HOME and path not in READ_SENTENCES and "migrations" not in path.parts
        for line, name, words in copies(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        'RULES = {"sum": "합계", "latest": "최근"}',
        'for name, amount in (("원인행위액", 1), ("지출액", 2)): pass',
        'any(word in text for word in ("누계", "누적"))',
        'SOURCES = ["시비", "국비", "구비"]',
        'HEAD = re.compile(r"목표|달성률|계획")',
        'UNITS = {"백만원": 1_000_000, "억원": 100_000_000}',
    ],
)
def test_a_copied_vocabulary_is_found(planted: str) -> None:
    assert list(copies(planted))
