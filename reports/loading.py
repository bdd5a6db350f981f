"""What a folder of briefing data says of the briefing itself."""

from datetime import datetime
from pathlib import Path

from seoulwork.accounts.models import User
from seoulwork.data.datafile import Entry
from seoulwork.data.loading import load_folder
from seoulwork.data.run import Loading
from seoulwork.data.values import yes

from .models import Briefing


def load_briefing_folder(root: Path, by: User | None = None, at: datetime | None = None) -> Loading:
    """Load a whole folder (seoulwork/data/loading.py) with its briefing. Raises DataFileError; then nothing is written."""
    return load_folder(root, load_cover, by, at)


def load_cover(loading: Loading, entry: Entry) -> None:
    """`briefing: {month, reference_month, plan_year, session, committee, title, vision, shortfalls}`; without a plan year that of
    the reference month; without `shortfalls: yes` no reasons for falling short are printed."""
    entry.mapping(("month", "reference_month", "plan_year", "session", "committee", "title", "vision", "shortfalls"))
    words = {key: entry.required(key).text for key in ("session", "committee", "title", "vision")}
    values = {"reference_month": loading.reference_month, "plan_year": loading.plan_year, **words}
    values |= {"shortfalls": yes(entry.mapping().get("shortfalls"))}
    loading.keep(Briefing, {"month": loading.briefing_month}, values, entry)
