from typing import TYPE_CHECKING

from seoulwork.figures import divisions

if TYPE_CHECKING:
    from reports.contract import Contribution, Edition


class SocialEconomyConfig(divisions.DivisionConfig):
    name = "socialeconomy"
    verbose_name = "사회적경제담당관"

    def contribute(self, edition: "Edition") -> "Contribution":
        from .briefing import contribute

        return contribute(edition)
