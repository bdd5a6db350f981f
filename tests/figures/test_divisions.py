"""The divisions' apps: what shared code and the type checker take for granted of each."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Field

from reports.contract import divisions_contribute
from seoulwork.figures import models as shared
from seoulwork.figures.divisions import DivisionConfig, Models, _divisions, division, divisions

NAMES = sorted(Models.__annotations__)


def _shape(model: Any) -> list[Any]:
    """What a model looks like to who reads or writes its rows: its fields, whose rows they name, and what gives its rows."""
    return [
        *((type(each), each.name, each.null, _target(each)) for each in model._meta.concrete_fields),
        *((type(each).__name__, each.name) for each in model._meta.managers),
    ]


def _target(field: "Field[Any, Any]") -> tuple[str, str] | None:
    of = field.related_model
    if of is None or isinstance(of, str):
        return None
    return of.__name__, "" if of._meta.app_label == field.model._meta.app_label else of._meta.app_label


def test_the_models_of_the_divisions_are_of_one_shape() -> None:
    """The type checker reads those of one division for all (figures/concrete.py)."""
    assert NAMES
    for name in NAMES:
        models = {each.key: getattr(each.models, name) for each in divisions()}
        for key, model in models.items():
            assert issubclass(model, getattr(shared, name))
            assert model._meta.app_label == key
        first, *others = map(_shape, models.values())
        for other in others:
            assert other == first, name


def test_every_abstract_model_is_named_for_shared_code() -> None:
    known = {each.__name__ for each in vars(shared).values() if isinstance(each, type) and hasattr(each, "_meta")}
    of_divisions = {name for name in known if all(hasattr(each.models, name) for each in divisions())}
    assert of_divisions == set(NAMES)


def test_a_division_says_what_it_contributes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not divisions_contribute(None)
    monkeypatch.delattr(type(division("labour").app), "contribute")
    assert [each.id for each in divisions_contribute(None)] == ["reports.E002"]
    with pytest.raises(NotImplementedError, match="labour"):
        division("labour").app.contribute(None)  # type: ignore[arg-type]


def test_an_app_that_is_no_division_is_refused(settings: Any) -> None:
    settings.DIVISIONS = ["labour", "figures"]
    assert [each.id for each in divisions_contribute(None)] == ["reports.E001"]
    with pytest.raises(ImproperlyConfigured, match="figures"):
        _divisions.__wrapped__(())
    assert isinstance(division("labour").app, DivisionConfig)
