"""What the bureau's own tables are drawn from: the descriptions beside this module, all divisions."""

from collections.abc import Iterable
from pathlib import Path

from ..contract import Contribution
from ..tables import Context, Source, read_tables

TABLES = read_tables(Path(__file__).with_name("tables.json"))


def context_of(contributions: Iterable[Contribution]) -> Context:
    return Context(
        tuple(
            Source(each.division.key, each.division.name, each.ledger, {"분야": each.profile.policy_field})
            for each in contributions
        )
    )
