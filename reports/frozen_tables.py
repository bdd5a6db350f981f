"""The tables of what was published, with their keys: nobody changes a row of them (seoulwork/audit/frozen.py)."""

TABLES = {
    "reports_edition": (("briefing_id", "number"),),
    "reports_publishedfile": (("edition_id", "format"),),
    "reports_withdrawal": (("edition_id",),),
}
