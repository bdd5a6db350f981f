"""The triggers of tables whose rows stand, as each engine is told to make them. What they refuse is tried in
tests/reports/editions/test_corrections.py."""

from types import SimpleNamespace

import pytest

from seoulwork.audit.frozen import FUNCTION, freeze, thaw

TABLES = {"paper": (("place", "number"),), "other": ()}


class Editor:
    def __init__(self, vendor: str) -> None:
        self.connection = SimpleNamespace(vendor=vendor)
        self.told: list[str] = []

    def execute(self, sql: str) -> None:
        # Django's own hands the text to the driver with parameters, for which a per cent sign has a meaning.
        assert "%" not in sql
        self.told.append(sql)


@pytest.mark.parametrize(
    ("vendor", "events"),
    [("sqlite", ("update", "delete", "replace")), ("postgresql", ("update", "delete", "truncate"))],
)
def test_each_table_refuses_what_its_engine_can_do_to_rows(vendor: str, events: tuple[str, ...]) -> None:
    editor = Editor(vendor)
    freeze(editor, TABLES)
    made = [sql for sql in editor.told if sql.startswith("CREATE TRIGGER")]
    assert [sql.split()[2] for sql in made] == [f"{table}_no_{event}" for table in TABLES for event in events]
    assert (FUNCTION in "".join(editor.told)) == (vendor == "postgresql")


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_what_is_frozen_can_be_thawed_and_frozen_again(vendor: str) -> None:
    editor = Editor(vendor)
    freeze(editor, TABLES)
    made = {sql.split()[2] for sql in editor.told if sql.startswith("CREATE TRIGGER")}
    editor.told.clear()
    thaw(editor, TABLES)
    assert made <= {sql.split()[4] for sql in editor.told}


def test_a_key_guards_its_own_columns_together() -> None:
    editor = Editor("sqlite")
    freeze(editor, TABLES)
    (guard,) = [sql for sql in editor.told if "paper_no_replace BEFORE" in sql]
    assert "(rowid = NEW.rowid) OR (place = NEW.place AND number = NEW.number)" in guard
