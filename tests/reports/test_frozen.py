"""A document as JSON: what is written is read again, whatever stands in it, and an older form of it too."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import frozen
from reports.document import Block, Document, Section
from reports.frozen import FrozenError, freeze, thaw
from reports.render.html import render_html
from reports.values import Figure
from seoulwork.domain.periods import Month, Run
from tests.reports.sample import sample_document

MONTHS = st.builds(Month, st.integers(1901, 2998), st.integers(1, 12))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
RUNS = st.tuples(MONTHS, MONTHS).map(lambda both: Run(*sorted(both)))


def of_types(kind: object) -> st.SearchStrategy[object]:
    """Whatever the types of the tree allow."""
    return st.from_type(kind)  # type: ignore[arg-type]


st.register_type_strategy(Month, MONTHS)
st.register_type_strategy(Run, RUNS)
st.register_type_strategy(Decimal, DECIMALS)
BLOCKS: st.SearchStrategy[Block] = of_types(Block)  # type: ignore[assignment]
SECTIONS = st.builds(Section, st.text(), st.just("programme"), st.text(), st.text(), st.tuples(BLOCKS))


@given(figure=st.from_type(Figure), section=SECTIONS)
@settings(max_examples=60)
def test_what_is_written_is_read_again(figure: Figure, section: Section) -> None:
    document = Document("보고", "제282회", "위원회", "정책관", "2018. 7.", None, (section,))
    text = freeze(document)
    assert thaw(text) == document
    assert freeze(thaw(text)) == text


def test_every_rendering_of_the_sample_is_the_same_from_its_json() -> None:
    document = sample_document()
    assert render_html(thaw(freeze(document))) == render_html(document)


def test_what_figures_share_stands_once() -> None:
    kept = json.loads(freeze(sample_document()))
    origins = [json.dumps(each, sort_keys=True) for each in kept["shared"]["Origin"]]
    assert len(origins) == len(set(origins)) > 10


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept.update(schema=frozen.SCHEMA + 1),
        lambda kept: kept.pop("schema"),
        lambda kept: kept["document"].pop("title"),
        lambda kept: kept["document"].update(titel="보고"),
        lambda kept: kept["document"].update(title=1),
        lambda kept: kept["document"].update(sections={}),
        lambda kept: kept["document"].update(sections=[[]]),
        lambda kept: kept["document"]["sections"][0].update(kind="chapter"),
        lambda kept: kept["document"]["sections"][0]["blocks"].append({"is": "Picture of nothing"}),
        lambda kept: kept["shared"]["Origin"].clear(),
        lambda kept: kept.update(document=[]),
    ],
)
def test_what_is_no_document_is_refused_in_a_sentence(spoil: object) -> None:
    kept = json.loads(freeze(sample_document()))
    spoil(kept)  # type: ignore[operator]
    with pytest.raises(FrozenError, match="판의 자료"):
        thaw(json.dumps(kept))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"schema": []}', "1", '{"schema":1}'])
def test_what_is_no_json_of_ours_is_refused(text: str) -> None:
    with pytest.raises(FrozenError, match="판의 자료"):
        thaw(text)


def test_an_older_form_is_brought_up_to_the_present_one(monkeypatch: pytest.MonkeyPatch) -> None:
    document = sample_document()
    old = json.loads(freeze(document))
    old["schema"] = 0
    old["document"]["name"] = old["document"].pop("title")

    def renamed(kept: dict[str, object]) -> dict[str, object]:
        root = dict(kept["document"])  # type: ignore[call-overload]
        root["title"] = root.pop("name")
        return kept | {"schema": frozen.SCHEMA, "document": root}

    monkeypatch.setattr(frozen, "UPGRADES", {0: renamed})
    assert thaw(json.dumps(old)) == document
