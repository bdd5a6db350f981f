"""Figures are written by figures/recording.py alone. Any other writer in the program's code is found by reading it: calls that
write on what comes from a table of figures, and SQL that writes at all."""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.conf import settings

from seoulwork.figures.models import Record

PACKAGES = ("seoulwork", *settings.DIVISIONS, "reports", "tools")
RECORDING = "seoulwork/figures/recording.py"
NOT_READ = re.compile(r"/migrations/|seoulwork/audit/frozen.py$")
"""A migration changes no stored figure: docs/maintainers/MIGRATIONS.md. Nor does what makes its triggers."""
OF_MEASURING = {
    ("seoulwork/workbook/management/commands/benchmark_import.py", "_bare_copy"),
    ("seoulwork/operations/backup/rows.py", "load"),
    ("reports/management/commands/benchmark_lists.py", "_insert"),
    ("reports/management/growing.py", "add_printed"),
    ("reports/management/growing.py", "add_actuals"),
    ("reports/management/growing.py", "_add_actuals"),
    ("tools/measures.py", "copy"),
    ("tools/drills/backup.py", ""),
    ("seoulwork/entry/management/commands/benchmark_entry.py", "Save"),
    ("seoulwork/entry/management/commands/benchmark_entry.py", "reset_keys"),
}
"""What an import is measured against is not the import itself; lists are measured with events and log-ins, and what grows with data with millions of rows; and a save that is
measured again and again is taken back in between, in a database of its own. What is restored is no new figure: every row of every table, as it was, into an empty database."""

TABLES = {each.__name__ for each in apps.get_models() if issubclass(each, Record)} | {"ActualMonth"}
BASES = {"Record", "PeriodRecord"}
RELATED = {"actuals", "targets", "appropriations", "executions", "covered_months", "predecessors"}
"""What leads from another row to its figures"""
WRITES = re.compile(
    r"a?(create|bulk_create|update|bulk_update|get_or_create|update_or_create|delete|save|save_base|_raw_delete)"
)
SQL = re.compile(
    r"\s*(WITH\b.*\)\s*)?(INSERT\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|COPY|MERGE\s+INTO|TRUNCATE)\b", re.DOTALL
)
PASSES_ON = {
    "list",
    "tuple",
    "set",
    "sorted",
    "reversed",
    "enumerate",
    "zip",
    "iter",
    "next",
    "filter",
    "get_object_or_404",
    "getattr",
    "copy",
}
"""Functions whose result is what they were given"""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_the_tables_of_figures_are_known() -> None:
    assert {
        "Target",
        "Forecast",
        "SpendingForecast",
        "MonthPlan",
        "Actual",
        "ActualMonth",
        "Appropriation",
        "Execution",
        "Headcount",
        "Bureau",
    } == TABLES


def writers(source: str) -> Iterator[tuple[int, str]]:
    """The lines that write figures, each with the function that it stands in."""
    tree = ast.parse(source)
    yield from _of_scope(tree, set(), "")


def _of_scope(scope: ast.AST, known: set[str], name: str) -> Iterator[tuple[int, str]]:
    own = set(known)
    if isinstance(scope, FUNCTIONS):
        for each in (*scope.args.args, *scope.args.kwonlyargs, *scope.args.posonlyargs):
            own.discard(each.arg)
            if each.annotation is not None and _names(each.annotation) & (TABLES | BASES):
                own.add(each.arg)
    nodes = list(_inside(scope))
    while True:
        found = {one for node in nodes for one in _learnt(node, own)}
        if found <= own:
            break
        own |= found
    for node in nodes:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield from _of_scope(node, own, f"{name}.{node.name}".strip("."))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = {keyword.arg for keyword in node.keywords}
            if WRITES.fullmatch(node.func.attr) and (_figures(node.func.value, own) or "superseded_by" in named):
                yield node.lineno, name
        elif isinstance(node, ast.Constant | ast.JoinedStr) and SQL.match(_text(node)):
            yield node.lineno, name


def _inside(scope: ast.AST) -> Iterator[ast.AST]:
    """Every node of a scope, without what stands in its functions and classes."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if isinstance(child, (*FUNCTIONS, ast.ClassDef, ast.JoinedStr)):
            continue
        yield from _inside(child)


def _learnt(node: ast.AST, known: set[str]) -> Iterable[str]:
    """The names that a statement gives to figures."""
    match node:
        case ast.Assign(targets=targets, value=value) if _figures(value, known):
            return {name for target in targets for name in _stored(target)}
        case ast.AnnAssign(target=target, value=ast.expr() as value) if _figures(value, known):
            return _stored(target)
        case ast.NamedExpr(target=target, value=value) if _figures(value, known):
            return _stored(target)
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value) if _figures(
            value, known
        ):
            return _stored(target)
    return ()


def _stored(target: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(target) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def _figures(node: ast.AST | None, known: set[str]) -> bool:
    """Whether an expression is a table of figures, a query of one, or rows of one."""
    match node:
        case ast.Name(id=name):
            return name in TABLES or name in known
        case ast.Attribute(value=value, attr=name):
            return name in TABLES or name in RELATED or _figures(value, known)
        case ast.Call(func=ast.Attribute(attr="get_model"), args=[*_, ast.Constant(value=name)]):
            return str(name).rpartition(".")[2] in TABLES
        case ast.Call(func=ast.Attribute(attr="entered" | "get_model")):
            return True
        case ast.Call(func=ast.Name(id=name), args=args) if name in PASSES_ON:
            return any(_figures(each, known) for each in args)
        case ast.Call(func=func):
            return _figures(func, known)
        case ast.Subscript(value=value) | ast.Starred(value=value) | ast.Await(value=value):
            return _figures(value, known)
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return any(_figures(each, known) for each in elements)
        case ast.BoolOp(values=values):
            return any(_figures(each, known) for each in values)
        case ast.IfExp(body=one, orelse=other):
            return _figures(one, known) or _figures(other, known)
        case ast.ListComp(elt=element, generators=generators) | ast.GeneratorExp(elt=element, generators=generators):
            rows = {name for each in generators if _figures(each.iter, known) for name in _stored(each.target)}
            return _figures(element, known | rows)
    return False


def _names(node: ast.AST) -> set[str]:
    """The names in an annotation, those written as a text too."""
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    found |= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return found | {
        word
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
        for word in re.findall(r"\w+", each.value)
    }


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(str(each.value) if isinstance(each, ast.Constant) else "x" for each in node.values)


SOURCES = [
    name
    for package in PACKAGES
    for path in sorted((settings.BASE_DIR / package).rglob("*.py"))
    if (name := str(path.relative_to(settings.BASE_DIR))) != RECORDING and not NOT_READ.search(name)
]


@pytest.mark.parametrize("name", SOURCES)
def test_figures_are_written_by_recording_alone(name: str) -> None:
    found = list(writers((settings.BASE_DIR / name).read_text()))
    assert [
        (line, function) for line, function in found if (name, function.partition(".")[0]) not in OF_MEASURING
    ] == []


def test_recording_itself_is_seen_to_write() -> None:
    found = {function for _, function in writers((settings.BASE_DIR / RECORDING).read_text())}
    assert {"record_block", "_end", "_insert"} <= found


@pytest.mark.parametrize(
    "statement",
    [
        "Bureau.objects.create(name='x')",
        "division.models.Actual.objects.filter(pk=1).update(value=2)",
        "division.models.Target.objects.current().delete()",
        "to.models.Execution.objects.bulk_create(rows)",
        "to.entered(table).objects.filter(pk=1).update(value=2)",
        "apps.get_model('labour.Actual').objects.all().delete()",
        "apps.get_model('labour', 'Headcount').objects.create()",
        "budget.appropriations.filter(pk=1).update(amount=2)",
        "indicator.actuals.all().delete()",
        "actual = to.models.Actual\nactual.objects.bulk_create([])",
        "Actual, Part = division.models.Actual, division.models.Part\nActual.objects.create()",
        "found = list(division.models.Actual.objects.all())\nfor row in found:\n    row.value = 1\n    row.save()",
        "for row in division.models.Headcount.objects.all():\n    row.delete()",
        "[row.save() for row in division.models.Actual.objects.all()]",
        "if row := division.models.Actual.objects.first():\n    row.delete()",
        "division.models.Actual(value=1).save()",
        "def change(row: 'Actual') -> None:\n    row.save()",
        "def change(model: type[Record]) -> None:\n    model._default_manager.create()",
        "async def change(row: Any) -> None:\n    await Bureau.objects.acreate()",
        "class Command:\n    def handle(self, rows):\n        division.models.ActualMonth.objects.bulk_update(rows, ['month'])",
        "rows.update(superseded_by=1)",
        "cursor.execute('INSERT INTO labour_actual VALUES (1)')",
        "cursor.execute(f'UPDATE {table} SET value = 1')",
        "SQL = '''\n  DELETE FROM labour_target'''",
        "cursor.copy_expert(f'COPY {table} FROM STDIN', lines)",
        "cursor.execute('WITH old AS (SELECT 1) INSERT INTO labour_actual SELECT * FROM old')",
    ],
)
def test_a_writer_would_be_seen(statement: str) -> None:
    assert list(writers(statement)) != []


@pytest.mark.parametrize(
    "statement",
    [
        "Remark.objects.create()",
        "count = division.models.Actual.objects.count()\nBatch.objects.filter(pk=1).update(figures=count)",
        "record_block(division.models.Actual, rows, {}, at)",
        "row = division.models.Actual(value=1)",
        "for number in range(3):\n    Part(position=number).save()",
        "cursor.execute('SELECT id FROM labour_actual')",
        "digest.update(repr(Actual).encode())",
        "'UPDATED'",
    ],
)
def test_what_writes_no_figure_is_left_alone(statement: str) -> None:
    assert list(writers(statement)) == []
