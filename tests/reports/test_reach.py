"""A briefing is made of the figures of the years that it names, and is the same as from all that was ever stored."""

from random import Random

import pytest

from reports import contract
from reports.assemble import contributions, document_from
from reports.checks import Finding, find
from reports.document import Document
from reports.management.growing import add_years
from reports.models import Briefing
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.models import Source
from seoulwork.figures.queries import ledger
from seoulwork.figures.recording import Stamp, record
from tests.choosing import amount

JULY = Month(2018, 7)
MORE = range(2, 2 + amount("SEOULWORK_REACHES", 1, long=10))
"""Further random choices of what is known of which years"""


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get(month=JULY)


def made(briefing: Briefing) -> tuple[Document, tuple[Finding, ...], int]:
    """The document, what the checker finds, and how many figures were read for them."""
    rows = contributions(briefing)
    document = document_from(briefing, rows)
    figures = sum(len(each.ledger.actuals) + len(each.ledger.targets) + len(each.ledger.amounts) for each in rows)
    return document, find(document, rows), figures


def made_of_all(briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> tuple[Document, tuple[Finding, ...], int]:
    with monkeypatch.context() as patched:
        patched.setattr(contract, "ledger", lambda division, month, **_: ledger(division, month))
        return made(briefing)


@pytest.mark.any_engine
def test_years_that_nobody_names_are_not_read_and_change_nothing(
    briefing: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, _, figures = made(briefing)
    lines = budget_lines(briefing)
    add_years(20, JULY.year)
    assert budget_lines(briefing) <= lines * 2  # those of the year before, too
    grown, findings, read = made(briefing)
    all_of_it, all_findings, all_read = made_of_all(briefing, monkeypatch)
    assert (grown, findings) == (all_of_it, all_findings)
    assert grown == document
    assert read < figures * 1.5 < all_read / 5


def budget_lines(briefing: Briefing) -> int:
    return sum(len(each.ledger.budgets) for each in contributions(briefing))


@pytest.mark.any_engine
def test_a_budget_of_old_years_only_is_known_as_what_it_is(briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A programme's old budget is no unknown name, for which the division's budget of the same name would stand."""
    models = division("labour").models
    passage = models.Passage.objects.filter(briefing__month=JULY, programme__isnull=False).exclude(kind="gist").first()
    assert passage is not None
    for programme, year, part in (
        (passage.programme, 2007, "강좌"),
        (passage.programme, 2007, "교재"),
        (passage.programme, 2008, "강좌"),
        (None, 2018, "강좌"),
    ):
        line = models.Budget.objects.create(
            programme=programme, short_name="강좌비", kind="grant", year=year, part=part
        )
        stamp = Stamp(None, Source.DATA)
        record(models.Appropriation, {"budget": line, "from_month": Month(year, 1)}, {"amount": year * 10**8}, stamp)
    passage.text += "\n- {강좌비} {강좌비/강좌} {강좌비/교재}"
    models.Passage.objects.filter(pk=passage.pk).update(text=passage.text)
    document, findings, _ = made(briefing)
    assert (document, findings) == made_of_all(briefing, monkeypatch)[:2]


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(each, marks=pytest.mark.any_engine) for each in MORE)])
def test_the_same_document_whatever_is_known_of_which_years(
    briefing: Briefing, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Some figures are missing, also all of the last years, so that the count of an old year stands; texts name old years."""
    add_years(8, JULY.year)
    chosen = Random(seed)
    for each in divisions():
        models = each.models
        for table in (models.Actual, models.Target):
            indicators = list(models.Indicator.objects.order_by("pk").values_list("pk", flat=True))
            # Of some indicators nothing of the last years is known, of others some months are missing.
            silent = chosen.sample(indicators, len(indicators) // 3)
            since = Month(chosen.randint(2010, 2017), 1)
            table.objects.filter(indicator_id__in=silent, first_month__gte=since).delete()
            rows = list(table.objects.current().order_by("pk").values_list("pk", flat=True))
            table.objects.filter(pk__in=chosen.sample(rows, len(rows) // 4)).delete()
        for passage in models.Passage.objects.filter(briefing__month=JULY, programme__isnull=False):
            names = list(
                models.Indicator.objects.filter(programme=passage.programme).values_list("short_name", flat=True)
            )
            if passage.kind != "gist" and names:
                name = chosen.choice(names)
                year = chosen.randint(2008, 2019)
                passage.text += "\n" + "\n".join(
                    f"- {{{name}.{aspect}@{run}}}"
                    for aspect in ("실적", "목표", "달성률", "증감")
                    for run in (str(year), f"{year}-03", f"{year}H1", f"{year - 2}~{year}")
                )
                models.Passage.objects.filter(pk=passage.pk).update(text=passage.text)
    document, findings, read = made(briefing)
    all_of_it, all_findings, all_read = made_of_all(briefing, monkeypatch)
    assert (document, findings) == (all_of_it, all_findings)
    assert read < all_read
