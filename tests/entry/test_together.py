"""What the scripts of a month's page are told of its cells: the rules of figures are the server's alone."""

import json
import re
from typing import Any

from django.conf import settings
from django.test import Client

from seoulwork.figures.divisions import Division

from .conftest import JOBS, People, cell_of
from .test_pages import PAGE
from .test_saving import send


def told(client: Client) -> Any:
    page = client.get(PAGE).content.decode()
    return json.loads(re.findall(r'<script id="entry-data" type="application/json">(.*?)</script>', page)[0])


def test_the_page_names_which_cells_belong_together(july: Division, people: People, client_of: Any) -> None:
    together = told(client_of(people.officer))["together"]
    committed, spent = (f"{kind}{july.models.Budget.objects.get().pk}" for kind in "cs")
    assert together["partners"] == {committed: spent, spent: committed}
    jobs = cell_of(july, "일자리")
    lists = [[cell_of(july, "일자리", part) for part in parts] for parts in JOBS.values()]
    assert together["sums"][jobs] == lists
    assert [each["parts"] for each in together["standings"] if each["whole"] == [jobs]] == lists


def test_a_ratio_has_two_cells_everywhere(july: Division, people: People, client_of: Any) -> None:
    """A whole of two cells stands for parts of two cells, those of the parts below them among them."""
    ratio = july.models.Indicator.objects.create(short_name="취업률", name="취업률", unit="%", accumulation="ratio")
    above, below = (
        july.models.Part.objects.create(indicator=ratio, path=path, position=at)
        for at, path in enumerate(("청년", "청년/여성"), 1)
    )
    data = told(client_of(people.officer))
    whole = [f"a{ratio.pk}", f"d{ratio.pk}"]
    first, second = ([f"{kind}{ratio.pk}p{part.pk}" for kind in "ad"] for part in (above, below))
    assert {whole[0]: whole[1], whole[1]: whole[0]}.items() <= data["together"]["partners"].items()
    assert data["together"]["sums"][whole[0]] == [[first[0]]]
    assert [each for each in data["together"]["standings"] if each["whole"] in (whole, first)] == [
        {"whole": whole, "parts": [*first, *second]},
        {"whole": first, "parts": second},
    ]
    assert data["rows"][whole[0]]["written"] == ["", ""]


def fields(name: str) -> set[str]:
    """The fields of an interface of what the server gives the scripts."""
    source = (settings.BASE_DIR / "seoulwork/types.d.ts").read_text()
    body = source.partition(f"interface {name} {{")[2].partition("\n  }")[0]
    return set(re.findall(r"^    (\w+)\??:", body, re.MULTILINE))


def test_the_types_of_the_scripts_say_what_the_server_gives(july: Division, people: People, client_of: Any) -> None:
    officer = client_of(people.officer)
    data = told(officer)
    assert set(data) == fields("Entry")
    assert set(data["together"]) == fields("Together")
    assert set(data["together"]["standings"][0]) == fields("Standing")
    assert {name for row in data["rows"].values() for name in row} == fields("Figures")
    cell = cell_of(july, "상담")
    saved = send(officer, [{"cell": cell, "value": "5", "seen": None}]).json()
    assert set(saved) - {"request", "stored"} == fields("Answer") - {"text"}
    assert set(saved["cells"][0]) == fields("Saved")
    assert set(saved["rows"][0]) == fields("RowAnswer")
    conflict = send(officer, [{"cell": cell, "value": "7", "seen": None}]).json()["cells"][0]
    assert conflict["state"] == "conflict"
    assert set(conflict) - {"value", "version"} == fields("Conflict")
    refused = send(officer, [{"cell": cell, "value": "열 명", "seen": saved["cells"][0]["version"]}]).json()["cells"][0]
    assert fields("Unsaved") - {"falls"} <= set(refused)
    assert set(officer.get("/entry/session/").json()) == fields("Session")
