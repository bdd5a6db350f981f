from collections.abc import Mapping
from typing import TYPE_CHECKING

from seoulwork.figures import divisions

if TYPE_CHECKING:
    from reports.contract import Contribution, Edition
    from seoulwork.catalogue.kinds import Kind
    from seoulwork.catalogue.maintenance import MaintenanceForm
    from seoulwork.data.run import Loader


class ProgrammesConfig(divisions.DivisionConfig):
    name = "programmes"
    verbose_name = "일자리정책담당관"
    tables = frozenset({"일자리 목표", "뉴딜일자리 인원", "기술교육원", "포럼 프로그램"})

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
