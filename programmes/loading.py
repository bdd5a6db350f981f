"""The keys of briefing data files that only this division has."""

from typing import Any

from seoulwork.data.datafile import Entry
from seoulwork.data.run import Loading
from seoulwork.data.values import day, whole

from .models import BeneficiaryGroup, ForumSession, Part, TrainingSchool


def load_beneficiary_groups(loading: Loading, entry: Entry) -> None:
    """`beneficiary_groups: {청년: 뉴딜일자리, …}`: sample programmes by the group's name (a part of 일자리)."""
    parts = {part.path: part for part in Part.objects.filter(indicator__short_name="일자리")}
    listed = []
    for name, sample in entry.items():
        if name not in parts:
            raise sample.error(f"지표 '일자리'에 '{name}' 부분이 없습니다.")
        listed.append(({"part": parts[name], "sample_programmes": sample.text}, sample))
    loading.keep_dated(BeneficiaryGroup, listed, entry)


def load_schools(loading: Loading, entry: Entry) -> None:
    """`schools: [{name, location, contractor, contract: 2016-03-01~2019-02-28}]`"""
    loading.keep_dated(
        TrainingSchool, [(_school(school, position), school) for position, school in enumerate(entry, 1)], entry
    )


def _school(entry: Entry, position: int) -> dict[str, Any]:
    entry.mapping(("name", "location", "contractor", "contract"))
    contract = entry.required("contract")
    start, tilde, end = contract.text.partition("~")
    if not tilde:
        raise contract.error(f"기간이 아닙니다: '{contract.text}'. 2016-03-01~2019-02-28처럼 적어 주세요.")
    return {
        "name": entry.required("name").text,
        "location": entry.required("location").text,
        "contractor": entry.required("contractor").text,
        "contract_start": day(contract, start.strip()),
        "contract_end": day(contract, end.strip()),
        "position": position,
    }


def load_sessions(loading: Loading, entry: Entry) -> None:
    """`sessions: [{kind: 세션, number: 1, title, body}, {kind: 공식행사, title}]`"""
    loading.keep_dated(
        ForumSession,
        [(_session(session, position), session) for position, session in enumerate(entry, 1)],
        entry,
    )


def _session(entry: Entry, position: int) -> dict[str, Any]:
    fields = entry.mapping(("kind", "number", "title", "body"))
    kinds = {kind.label: kind.value for kind in ForumSession.Kind}
    if entry.required("kind").text not in kinds:
        raise fields["kind"].error(f"쓸 수 없는 값입니다: '{fields['kind'].text}'. 쓸 수 있는 값: {', '.join(kinds)}")
    return {
        "kind": kinds[fields["kind"].text],
        "number": whole(fields["number"]) if "number" in fields else None,
        "title": entry.required("title").text,
        "body": fields["body"].text if "body" in fields else "",
        "position": position,
    }


LOADERS = {"beneficiary_groups": load_beneficiary_groups, "schools": load_schools, "sessions": load_sessions}
