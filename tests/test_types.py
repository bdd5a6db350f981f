"""What the type checker sees: each of these mistakes, planted where shared code could make it, is reported, and nothing else is;
and what it doesn't see: conditions that name no field."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db.models import JSONField
from django.db.models.sql import Query

PLANTED = """
from typing import TYPE_CHECKING

from seoulwork.catalogue import services
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.requests import SentCell, SentCells
from seoulwork.figures.divisions import Division, division, divisions
from seoulwork.figures.models import Bureau
from seoulwork.figures.recording import Stamp, record, record_actual
from seoulwork.operations.models import Task
from seoulwork.workbook.models import Report
from reports.editions.drafts import draft_task
from reports.editions.publishing import publish_task

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Actual, Execution, Target


def right(of: Division, month: Month, stamp: Stamp) -> list[int]:
    rows = of.models.Actual.objects.current().covering(Run(month, month)).filter(indicator__programme__number=2)
    record(of.models.Headcount, {"grade": "5"}, {"actual": 3}, stamp)
    return [row.value for row in rows.select_related("indicator") if row.indicator.unit]


def wrong(of: Division, month: Month, row: "Actual", target: "Target", sent: SentCells, stamp: Stamp) -> None:
    models = of.models
    models.Actual.objects.order_byy("pk")  # a misspelt method
    models.Actual.objects.curent()  # a misspelt queryset
    models.Execution.objects.covering(Run(month, month))  # a queryset that others have
    models.Actual.objects.filter(first_mont=month)  # a misspelt field in a filter
    models.Actual.objects.current().exclude(valeu=0)  # a misspelt field behind a named queryset
    models.Target.objects.filter(indicator="일자리")  # a text for a row
    models.Part.objects.order_by("possition")  # a misspelt field of an order
    models.Actual.objects.values_list("pk", "valu")  # a misspelt field of values_list
    models.Budget.objects.values("short_nam")  # a misspelt field of values
    models.Actual.objects.select_related("indikator")  # a misspelt key to fetch
    models.Programme.objects.update(titel="")  # a misspelt field of an update
    models.Indicator(short_name="상담", unitt="명")  # a misspelt field of a new row
    models.Actuals.objects.all()  # a misspelt model
    for pair in models.Actual.objects.values_list("pk", "value", named=True):
        pair.valeu  # a misspelt field of a named row
    row.indicator.programme.title  # a programme that may be missing
    row.indicator.namme  # a misspelt field of another row
    models.Reopening.objects.get().programme.title  # a programme that is told of in another file
    models.Remark.objects.get().entered_by.name  # a person who may be missing
    row.denominator + 1  # a blank that is no number
    row.run.fist  # a misspelt month of a run
    target.batch  # a field that others have
    Bureau.objects.current().filter(direktors=1)  # a misspelt field of a shared table
    record(models.Budget, {}, {}, stamp)  # a table of no figures
    record_actual(of, {}, Run(month, month), {}, stamp)  # a division for its models
    for each in divisions():
        each.app.contributes()  # a misspelt method of an app
    division("labour").tablez  # a misspelt field of a division
    sent.all_or_nothin  # a misspelt field of a request
    sent.cells[0].seen + 1  # a version that may be missing
    SentCell(cell="a1", value=5, seen=None)  # a number for a typed text
    services.add(row, key=(), names=(), by=None).valeu  # a misspelt field of a row that was added
    services.remove(of, seen="", by=None, reason="")  # a division for a row
    publish_task.ask(None, breifing="2018-07")  # a misspelt argument of long work
    draft_task.ask(None, briefing="2018-07", format=7)  # a number for a text that long work is given
    Report().content["counted"]  # a misspelt key of a kept report
    Task().arguments.fetch("month")  # a method that what a task is given has not


def kinds(row: "Execution") -> str:
    return row.committed  # an amount for a text
"""


@pytest.mark.slow(300)
def test_planted_mistakes_are_reported(tmp_path: Path) -> None:
    """With the cache of `make lint`, in one run."""
    planted = tmp_path / "planted.py"
    planted.write_text(PLANTED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--hide-error-context", "--no-error-summary", planted],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    reported = {
        int(found[1]) for found in re.finditer(r"^.*planted\.py:(\d+): error: ", done.stdout, flags=re.MULTILINE)
    }
    comments = {number: line for number, line in enumerate(PLANTED.splitlines(), 1) if "  # " in line}
    assert len(comments) > 25
    missed = [comments[number] for number in sorted(comments.keys() - reported)]
    assert missed == [], done.stdout + done.stderr
    assert reported == comments.keys(), done.stdout


NAMING = {"F", "OuterRef", "Sum", "Max", "Min", "Count"}
"""Expressions whose text names a field"""


def _conditions(path: Path) -> Iterator[tuple[int, str]]:
    """The names that a file's conditions have: keywords of Q, those that lead to other rows or end in a lookup, and texts of
    expressions. Names that it gives to what it works out itself are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
    own = {key.arg for each in calls if _called(each) in ("annotate", "alias") for key in each.keywords}
    for each in calls:
        for key in each.keywords:
            if key.arg and key.arg.partition("__")[0] not in own and ("__" in key.arg or _called(each) == "Q"):
                yield each.lineno, key.arg
        if _called(each) in NAMING and each.args and isinstance(each.args[0], ast.Constant):
            name = str(each.args[0].value)
            if name.partition("__")[0] not in own:
                yield each.lineno, name


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


@cache
def _names_a_field(condition: str) -> bool:
    """Whether some table has what the condition names, to the lookup at its end."""
    return any(_resolves(model, condition) for model in apps.get_models())


def _resolves(model: Any, condition: str) -> bool:
    try:
        lookups, parts, _ = Query(model).solve_lookup_type(condition)
    except FieldError:
        return False
    found: Any = Query(model).names_to_path(list(parts), model._meta)[1]
    if isinstance(found, JSONField):
        return True  # which keys a value of JSON has, no table says
    for name in lookups[:-1]:
        found = found.get_transform(name)
        if found is None:
            return False
        found = getattr(found, "output_field", found)
    return not lookups or bool(found.get_lookup(lookups[-1]) or found.get_transform(lookups[-1]))


SOURCES = [
    path
    for package in ("seoulwork", *settings.DIVISIONS, "reports", "tests")
    for path in sorted((settings.BASE_DIR / package).rglob("*.py"))
    if "migrations" not in path.parts
]


def test_conditions_name_fields() -> None:
    """The type checker sees neither into a Q nor past a second key."""
    found = [(path, line, name) for path in SOURCES if "tests" not in path.parts for line, name in _conditions(path)]
    assert len(found) > 150
    wrong = [
        f"{path.relative_to(settings.BASE_DIR)}:{line}: {name}"
        for path, line, name in found
        if not _names_a_field(name)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "condition",
    ["first_mont", "indicator__programme__titel", "superseded_at__isnul", "month__numbr__lte", "part__pathh"],
)
def test_a_condition_that_names_no_field_is_seen(condition: str) -> None:
    assert not _names_a_field(condition)


WRITES = {"record", "figure", "keep"}
"""What writes a row takes its model, and by name the fields that name its place and those that hold it."""


def _written(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, model and field of each field that is written by name, where both stand in the call."""
    for each in ast.walk(ast.parse(source)):
        if isinstance(each, ast.Call) and _called(each) in WRITES and each.args:
            model = getattr(each.args[0], "attr", getattr(each.args[0], "id", ""))
            for given in each.args[1:]:
                for key in given.keys if isinstance(given, ast.Dict) else ():
                    if isinstance(key, ast.Constant) and model[:1].isupper():
                        yield each.lineno, model, str(key.value)


def _is_field(model: str, name: str) -> bool:
    own = [each for each in apps.get_models() if each.__name__ == model]
    return any(
        name == "pk" or name in (field.name, getattr(field, "attname", ""))
        for each in own
        for field in each._meta.get_fields()
    )


def test_fields_that_are_written_by_name_are_fields_of_their_model() -> None:
    """The type checker sees no key of a dictionary."""
    found = [
        (f"{path.relative_to(settings.BASE_DIR)}:{line}", model, name)
        for path in SOURCES
        for line, model, name in _written(path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 50
    assert [each for each in found if not _is_field(*each[1:])] == []


@pytest.mark.parametrize(
    "call", ['record(models.Target, {"indikator": 1}, {}, stamp)', 'own.keep(Part, {}, {"pathh": ""})']
)
def test_a_written_name_that_is_no_field_is_seen(call: str) -> None:
    ((_, model, name),) = _written(call)
    assert not _is_field(model, name)
