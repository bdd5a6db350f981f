"""The descriptor of an edition's open data: a Data Package of Frictionless (https://specs.frictionlessdata.io/data-package/), with each
column described and the SHA-256 of each file."""

from typing import Any, get_args

from django.urls import reverse

from seoulwork.domain.briefings import BriefingName

from ..editions.sealing import sha256
from ..models import Briefing, Edition
from .rows import ROWS, TITLES, Row

_TYPES = {str: "string", int: "number", float: "number"}


def descriptor(briefing: Briefing, edition: Edition, files: dict[str, str]) -> dict[str, Any]:
    """`files` has the CSV of each kind of rows."""
    name: BriefingName = briefing.name
    return {
        "name": f"seoulwork-{name}-{edition.number}",
        "id": f"{name}/{edition.number}",
        "title": f"{briefing} {edition.called}",
        "description": "발행한 판에 인쇄된 수치와 그 수치가 나온 저장된 값. 판이 바뀌지 않으므로 이 자료도 바뀌지 않습니다.",
        "version": str(edition.number),
        "created": edition.published_at.isoformat(timespec="seconds"),
        "homepage": reverse("edition", args=[name, edition.number]),
        "resources": [_resource(called, content) for called, content in files.items()],
    }


def _resource(called: str, content: str) -> dict[str, Any]:
    return {
        "name": called,
        "title": TITLES[called],
        "path": f"{called}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content.encode()),
        "hash": f"sha256:{sha256(content)}",
        "schema": {
            "fields": [_field(*each) for each in ROWS[called].model_fields.items()],
            "primaryKey": "id",
            "missingValues": [""],
        },
    }


def _field(name: str, field: Any) -> dict[str, Any]:
    kinds = [_TYPES[each] for each in get_args(field.annotation) if each in _TYPES] or ["string"]
    return {"name": name, "type": kinds[0], "description": field.description}


def columns(kind: type[Row]) -> list[str]:
    return list(kind.model_fields)
