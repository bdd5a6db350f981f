from collections.abc import Mapping
from typing import TYPE_CHECKING

from seoulwork.figures import divisions

if TYPE_CHECKING:
    from reports.contract import Contribution, Edition
    from seoulwork.catalogue.kinds import Kind
    from seoulwork.catalogue.maintenance import MaintenanceForm
    from seoulwork.data.run import Loader


class LabourConfig(divisions.DivisionConfig):
    name = "labour"
    verbose_name = "노동정책담당관"
    tables = frozenset({"층별용도", "노동자쉼터"})

    def kinds(self) -> "Mapping[str, Kind]":
        from .lists import KINDS

        return KINDS

    def forms(self) -> "Mapping[str, type[MaintenanceForm]]":
        from .lists import FORMS

        return FORMS

    def loaders(self) -> "Mapping[str, Loader]":
        from .loading import LOADERS

        return LOADERS

    def contribute(self, edition: "Edition") -> "Contribution":
        from .briefing import contribute

        return contribute(edition)
