"""The OpenAPI description of open data. Answers are described by the very classes that make them."""

from typing import Any

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from seoulwork.domain.briefings import BriefingName

from .rows import ROWS, TITLES, Row

VERSION = "1.0.0"


class File(Row):
    format: str = Field(description="형식", examples=["pdf"])
    size: int = Field(description="바이트")
    sha256: str
    address: str = Field(description="내려받는 주소")


class EditionRow(Row):
    """A published edition that is out and was not withdrawn."""

    id: str = Field(description="보고/판", examples=["2018-07/1"])
    briefing: str = Field(description="보고의 이름", examples=["2018-07"])
    edition: int = Field(description="판의 번호")
    title: str
    committee: str
    session: str
    month: str = Field(description="보고 달")
    figures_until: str = Field(description="실적 기준 달")
    published_at: str = Field(description="발행한 때(ISO 8601)")
    correction: str = Field(description="정정한 판이면 그 사유")
    is_newest: bool = Field(description="그 보고의 가장 새 판인지")
    page: str = Field(description="판의 화면")
    package: str | None = Field(description="열린 자료의 설명. 문서를 파일로만 보관한 판이면 없음")
    files: list[File]


class Problem(Row):
    error: str
    text: str = Field(description="무슨 일인지 한 문장으로")


class Listed(Row):
    editions: list[EditionRow]


class Resource(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: str
    path: str
    bytes: int
    hash: str


class Package(BaseModel):
    """A Data Package of Frictionless."""

    model_config = ConfigDict(extra="allow")
    name: str
    title: str
    resources: list[Resource]


def description() -> dict[str, Any]:
    kinds: list[type[BaseModel]] = [Listed, Package, Problem, *ROWS.values()]
    _, schemas = models_json_schema(
        [(kind, "serialization") for kind in kinds], ref_template="#/components/schemas/{model}"
    )
    edition = "/briefings/{briefing}/editions/{edition}"
    paths = {
        "/openapi.json": _get("description", "이 설명", {"type": "object"}, missing=False),
        "/editions.json": _get("editions", "읽을 수 있는 판", _named(Listed), missing=False),
        f"{edition}/datapackage.json": _get("package", "판의 열린 자료의 설명", _named(Package)) | _OF_AN_EDITION,
    }
    for called, kind in ROWS.items():
        rows = {"type": "array", "items": _named(kind)}
        paths[f"{edition}/{called}.json"] = _get(f"{called}Json", TITLES[called], rows) | _OF_AN_EDITION
        table = {"type": "string"}
        paths[f"{edition}/{called}.csv"] = _get(f"{called}Csv", TITLES[called], table, "text/csv") | _OF_AN_EDITION
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "주요업무보고 열린 자료",
            "version": VERSION,
            "description": "발행한 판의 수치. 읽기 열쇠를 Authorization 머리글로 보냅니다. 열쇠마다 1분에 120번까지 묻습니다.",
        },
        "servers": [{"url": "/open"}],
        "security": [{"key": []}, {"session": []}, {}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "관리자가 준 읽기 열쇠"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": settings.SESSION_COOKIE_NAME,
                    "description": "로그인한 사람",
                },
            },
        },
    }


_OF_AN_EDITION = {
    "parameters": [
        {
            "name": "briefing",
            "in": "path",
            "required": True,
            "description": "보고의 이름",
            "schema": {"type": "string", "pattern": f"^{BriefingName.PATTERN}$", "examples": ["2018-07"]},
        },
        {
            "name": "edition",
            "in": "path",
            "required": True,
            "description": "판의 번호",
            "schema": {"type": "integer", "minimum": 1, "examples": [1]},
        },
    ]
}


def _named(kind: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _get(
    name: str, summary: str, schema: dict[str, Any], media_type: str = "application/json", *, missing: bool = True
) -> dict[str, Any]:
    problem = {"application/json": {"schema": _named(Problem)}}
    refused = {
        "401": "읽기 열쇠가 없거나 끝났습니다.",
        **({"404": "그런 판이 없거나 읽을 수 없습니다."} if missing else {}),
        "429": "너무 자주 물었습니다.",
        "503": "보관된 판이 발행한 때와 다릅니다.",
    }
    responses: dict[str, Any] = {"200": {"description": summary, "content": {media_type: {"schema": schema}}}}
    responses |= {code: {"description": told, "content": problem} for code, told in refused.items()}
    responses["304"] = {"description": "가지고 있는 것(If-None-Match)과 같습니다."}
    return {"get": {"operationId": name, "summary": summary, "responses": responses}}
