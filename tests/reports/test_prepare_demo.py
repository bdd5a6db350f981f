"""`make run` prepares the demo with one command; typed again it changes nothing."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from pytest_django import Settings

from programmes.models import Indicator
from reports.models import Briefing, PublishedFile
from seoulwork.accounts.models import User

pytestmark = pytest.mark.django_db


def prepare() -> str:
    output = StringIO()
    call_command("prepare_demo", address="127.0.0.1:8000", stdout=output)
    return output.getvalue()


def rows() -> dict[str, list[dict[str, object]]]:
    """Everything that the database holds."""
    stored = [model for model in apps.get_models() if model._meta.managed]  # a benchmark's model has no table
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in stored}


def test_prepares_the_demo_once_and_then_changes_nothing_not_even_what_was_tried_out() -> None:
    output = prepare()
    assert set(PublishedFile.objects.values_list("format", flat=True)) == {"html", "pdf", "xlsx", "hwpx"}
    assert "http://127.0.0.1:8000/briefings/2018-07/" in output
    usernames = User.objects.values_list("username", flat=True)
    assert len(usernames) == 8
    assert [username for username in usernames if username not in output] == []

    Indicator.objects.update(definition="시연하면서 고친 정의")
    before = rows()
    output = prepare()
    assert rows() == before
    assert " ... " not in output  # no step was needed
    assert "http://127.0.0.1:8000/" in output


def test_production_settings_refuse_it(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="운영 설정"):
        prepare()
    assert not Briefing.objects.exists()
    assert not User.objects.exists()
