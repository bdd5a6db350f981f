"""Descriptions as JSON."""

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from .description import Description, DescriptionError
from .faults import fault_of

_ANY: TypeAdapter[Description] = TypeAdapter(Annotated[Description, Field(discriminator="kind")])


def read_table(data: str | bytes | dict[str, Any]) -> Description:
    """The description that was written as JSON. Raises DescriptionError where it is of another shape or can't be meant."""
    try:
        table = _ANY.validate_python(data) if isinstance(data, dict) else _ANY.validate_json(data)
    except ValidationError as error:
        place = ".".join(str(each) for each in error.errors(include_url=False)[0]["loc"][1:]) or "전체"
        raise DescriptionError(f"표를 적은 자료에서 '{place}'의 값이 맞지 않습니다. 그 값을 고쳐 주세요.") from error
    if fault := fault_of(table):
        raise DescriptionError(fault)
    return table


def write_table(table: Description) -> str:
    """As JSON, without what is as usual."""
    return json.dumps({"kind": table.kind, **table.model_dump(mode="json", exclude_defaults=True)}, ensure_ascii=False)


def read_tables(path: Path) -> dict[str, Description]:
    """The descriptions in a file, by their keys: `{key: description}`. Raises DescriptionError."""
    return {key: read_table({"key": key, **each}) for key, each in json.loads(path.read_bytes()).items()}
