"""What the scripts of a month's page are told of its cells: the rules of figures are the server's alone."""

import json
import re
from typing import Any

from django.test import Client

from seoulwork.figures.divisions import Division

from .conftest import JOBS, People, cell_of
from .test_pages import PAGE


def told(client: Client) -> Any:
    page = client.get(PAGE).content.decode()
    return json.loads(re.findall(r'<script id="entry-data" type="application/json">(.*?)</script>', page)[0])


def test_the_page_names_which_cells_belong_together(july: Division, people: People, client_of: Any) -> None:
    together = told(client_of(people.officer))["together"]
    committed, spent = (f"{kind}{july.model('Budget').objects.get().pk}" for kind in "cs")
    assert together["partners"] == {committed: spent, spent: committed}
    jobs = cell_of(july, "일자리")
    lists = [[cell_of(july, "일자리", part) for part in parts] for parts in JOBS.values()]
    assert together["sums"][jobs] == lists
    assert [each["parts"] for each in together["standings"] if each["whole"] == [jobs]] == lists


def test_a_ratio_has_two_cells_everywhere(july: Division, people: People, client_of: Any) -> None:
    """A whole of two cells stands for parts of two cells, those of the parts below them among them."""
    ratio = july.model("Indicator").objects.create(short_name="취업률", name="취업률", unit="%", accumulation="ratio")
    above, below = (
        july.model("Part").objects.create(indicator=ratio, path=path, position=at)
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
