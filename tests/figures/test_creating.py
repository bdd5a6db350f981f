"""Tables that a migration makes at once: as by one CreateModel after the other, there and back, and as it is written in a file."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from seoulwork.figures.creating import CreateModels

STREET = CreateModel("Street", [("id", models.BigAutoField(primary_key=True))])
HOUSE = CreateModel(
    "House",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("street", models.ForeignKey("drawn.Street", models.CASCADE)),
    ],
)
BOTH = CreateModels([STREET, HOUSE])


def drawn() -> set[str]:
    return {each for each in connection.introspection.table_names() if each.startswith("drawn_")}


@pytest.mark.django_db(transaction=True)
def test_tables_are_made_and_taken_away() -> None:
    before, after = ProjectState(), ProjectState()
    BOTH.state_forwards("drawn", after)
    with connection.schema_editor() as editor:
        BOTH.database_forwards("drawn", editor, before, after)
    assert drawn() == {"drawn_street", "drawn_house"}
    with connection.schema_editor() as editor:
        BOTH.database_backwards("drawn", editor, after, before)
    assert drawn() == set()


def test_the_state_is_that_of_one_after_the_other() -> None:
    """Also where somebody has asked for the models before."""
    at_once, singly = ProjectState(), ProjectState()
    assert list(at_once.apps.get_models()) == []
    BOTH.state_forwards("drawn", at_once)
    for each in (STREET, HOUSE):
        each.state_forwards("drawn", singly)
    assert at_once == singly
    assert {each.__name__ for each in at_once.apps.get_models()} == {"Street", "House"}


def test_it_is_written_and_told() -> None:
    written, imports = OperationWriter(BOTH, indentation=0).serialize()
    assert written.count("migrations.CreateModel(") == 2
    assert written.startswith("seoulwork.figures.creating.CreateModels(\n    operations=[")
    assert "import seoulwork.figures.creating" in imports
    assert BOTH.describe() == "Create models Street, House"
