"""What a folder of briefing data says of the briefing itself."""

from datetime import datetime
from pathlib import Path

from seoulwork.accounts.models import User
from seoulwork.data.datafile import Entry
from seoulwork.data.loading import load_folder
from seoulwork.data.run import Loading
from seoulwork.data.values import whole, yes
from seoulwork.domain.briefings import FIRST, MOST, BriefingName
from seoulwork.domain.vocabulary import BRIEFINGS

from .models import Briefing

COVER = (
    "month",
    "number",
    "kind",
    "reference_month",
    "plan_year",
    "session",
    "committee",
    "title",
    "vision",
    "shortfalls",
)


def load_briefing_folder(root: Path, by: User | None = None, at: datetime | None = None) -> Loading:
    """Load a whole folder (seoulwork/data/loading.py) with its briefing. Raises DataFileError; then nothing is written."""
    return load_folder(root, load_cover, by, at)


def load_cover(loading: Loading, entry: Entry) -> Briefing:
    """`briefing: {month, number, kind, reference_month, plan_year, session, committee, title, vision, shortfalls}`; without a plan year
    that of the reference month, without a kind 주요업무보고; without `shortfalls: yes` no reasons for falling short are printed."""
    entry.mapping(COVER)
    words = {key: entry.required(key).text for key in ("session", "committee", "title", "vision")}
    words["kind"] = _kind(entry)
    values = {"reference_month": loading.reference_month, "plan_year": loading.plan_year, **words}
    values |= {"shortfalls": yes(entry.mapping().get("shortfalls"))}
    name = _name(loading, entry, words)
    return loading.keep(Briefing, {"month": name.month, "number": name.number}, values, entry)


def _kind(entry: Entry) -> str:
    given = entry.mapping().get("kind")
    if given is None:
        return next(iter(BRIEFINGS))
    known = {label: key for key, label in BRIEFINGS.items()}
    if given.text not in known:
        raise given.error(f"보고 종류가 아닙니다: '{given.text}'. {', '.join(known)} 가운데 하나를 적어 주세요.")
    return known[given.text]


def _name(loading: Loading, entry: Entry, words: dict[str, str]) -> BriefingName:
    """Which briefing of its month the folder is of. Raises DataFileError where it does not tell: another one of the month is not taken
    for it."""
    given = entry.mapping().get("number")
    if given is not None:
        number = whole(given)
        if not FIRST <= number <= MOST:
            raise given.error(f"그 달의 몇 번째 보고인지 {FIRST}부터 {MOST}까지의 수로 적어 주세요.")
        return BriefingName(loading.briefing_month, number)
    others = list(Briefing.objects.filter(month=loading.briefing_month))
    if len(others) > 1 or any(each.committee != words["committee"] or each.kind != words["kind"] for each in others):
        told = ", ".join(f"{each.number}: {each.get_kind_display()} {each.session} {each.committee}" for each in others)
        raise entry.error(
            f"{loading.briefing_month.korean}의 업무보고가 이미 있어 어느 것인지 알 수 없습니다({told}). "
            f"'number'에 그 번호를, 새 보고이면 {max(each.number for each in others) + 1}을 적어 주세요."
        )
    return BriefingName(loading.briefing_month)
