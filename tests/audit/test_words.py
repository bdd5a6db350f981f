"""No Korean word that is stored is asked for by code: what code asks for has a key (Action, TextChoices, a foreign key)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOTS = ("seoulwork", *settings.DIVISIONS, "reports")
LOOKUPS = {"filter", "exclude", "get", "get_or_create", "update_or_create", "Q", "When"}
SHOWN_ONLY = {"subject"}
"""Fields of the record that are written and shown, and asked for by nobody but a reader who searches."""
NAMES = ("short_name", "text__contains", "short_name__startswith")
"""What is looked up by a word on purpose: names that texts refer to, and marks inside a text."""
HANGUL = re.compile("[가-힣]")


def sources() -> dict[str, str]:
    paths = (
        path for root in ROOTS for path in Path(settings.BASE_DIR, root).rglob("*.py") if "migrations" not in path.parts
    )
    return {str(path.relative_to(settings.BASE_DIR)): path.read_text() for path in paths}


def constants(trees: dict[str, ast.Module]) -> set[str]:
    """The names of constants that hold Korean words."""
    return {
        target.id
        for tree in trees.values()
        for each in tree.body
        if isinstance(each, ast.Assign) and is_korean(each.value, set())
        for target in each.targets
        if isinstance(target, ast.Name)
    }


def is_korean(value: ast.expr, named: set[str]) -> bool:
    """Whether an expression is a Korean word, or a list of some, or a label of an enumeration."""
    match value:
        case ast.Constant(value=str(text)):
            return bool(HANGUL.search(text))
        case ast.Tuple(elts=each) | ast.List(elts=each) | ast.Set(elts=each):
            return any(is_korean(one, named) for one in each)
        case ast.Name(id=name):
            return name in named
        case ast.Attribute(attr=name):
            return name in ("label", "labels")
    return False


def asked_by_words(files: dict[str, str]) -> Iterator[str]:
    """Each place where a query compares a column with a Korean word, or asks by a field that is only shown."""
    trees = {name: ast.parse(text) for name, text in files.items()}
    named = constants(trees)
    for name, tree in trees.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = getattr(call.func, "attr", getattr(call.func, "id", ""))
            for keyword in call.keywords if called in LOOKUPS else ():
                field = (keyword.arg or "").split("__")[0]
                if field in SHOWN_ONLY or (is_korean(keyword.value, named) and not str(keyword.arg).endswith(NAMES)):
                    yield f"{name}:{call.lineno} {ast.unparse(keyword)}"


def test_no_query_asks_by_a_korean_word() -> None:
    assert list(asked_by_words(sources())) == []


@pytest.mark.parametrize(
    "planted",
    [
        'Event.objects.filter(action="제출")',
        "Event.objects.filter(subject=subject(division, month))",
        'CLEARED = "값 지움"\nEvent.objects.filter(action=CLEARED)',
        "Event.objects.filter(action__in=Remark.Kind.labels)",
        'rows.exclude(state__in=["마감", "승인"])',
        "rows.filter(Q(action=Action.MONTH_CLOSED.label))",
    ],
)
def test_one_that_did_would_be_seen(planted: str) -> None:
    assert list(asked_by_words({"planted.py": planted}))


def test_no_code_compares_what_is_shown_of_an_event() -> None:
    """`done`, `change` and `subject` are for readers: nothing but a page or a sentence has them."""
    compared = [
        f"{name}:{node.lineno}"
        for name, text in sources().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Attribute)
        and (side.attr in {"done", "subject"} or re.fullmatch("get_.*_display", side.attr))
        and ast.unparse(side).startswith("event")
    ]
    assert compared == []
