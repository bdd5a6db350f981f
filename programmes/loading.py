"""The keys of briefing data files that only this division has."""

from typing import Any

from seoulwork.datafile import Entry
from seoulwork.loading import Loading, day, whole

from .models import BeneficiaryGroup, ForumSession, Part, TrainingSchool


def load_beneficiary_groups(loading: Loading, entry: Entry, programme: Any) -> None:
    """`beneficiary_groups: {청년: 뉴딜일자리, …}`: sample programmes by the group's name (a part of 일자리)."""
    for name, sample in entry.items():
        part = Part.objects.filter(indicator__short_name="일자리", path=name).first()
        if part is None:
            raise sample.error(f"지표 '일자리'에 '{name}' 부분이 없습니다.")
        loading.keep(BeneficiaryGroup, {"part": part}, {"sample_programmes": sample.text}, sample)


def load_schools(loading: Loading, entry: Entry, programme: Any) -> None:
    """`schools: [{name, location, contractor, contract: 2016-03-01~2019-02-28}]`"""
    for position, school in enumerate(entry, 1):
        fields = school.mapping(("name", "location", "contractor", "contract"))
        start, _, end = school.required("contract").text.partition("~")
        loading.keep(
            TrainingSchool, {"name": school.required("name").text},
            {
                "location": school.required("location").text,
                "contractor": school.required("contractor").text,
                "contract_start": day(fields["contract"], start.strip()),
                "contract_end": day(fields["contract"], end.strip()),
                "position": position,
            },
            school,
        )  # fmt: skip


def load_sessions(loading: Loading, entry: Entry, programme: Any) -> None:
    """`sessions: [{kind: 세션, number: 1, title, body}, {kind: 공식행사, title}]`"""
    kinds = {kind.label: kind.value for kind in ForumSession.Kind}
    sessions = list(entry)
    for position, session in enumerate(sessions, 1):
        fields = session.mapping(("kind", "number", "title", "body"))
        if session.required("kind").text not in kinds:
            raise fields["kind"].error(
                f"쓸 수 없는 값입니다: '{fields['kind'].text}'. 쓸 수 있는 값: {', '.join(kinds)}"
            )
        loading.keep(
            ForumSession, {"position": position},
            {
                "kind": kinds[fields["kind"].text],
                "number": whole(fields["number"]) if "number" in fields else None,
                "title": session.required("title").text,
                "body": fields["body"].text if "body" in fields else "",
            },
            session,
        )  # fmt: skip
    loading.trim(ForumSession.objects, len(sessions))


EXTRA = {"beneficiary_groups": load_beneficiary_groups, "schools": load_schools, "sessions": load_sessions}
