"""Files that users bring stand in the database."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_read_and_taken_away() -> None:
    name = default_storage.save("evidence/ab/abc", ContentFile(b"\x00 bytes"))
    assert (default_storage.size(name), default_storage.open(name).read()) == (7, b"\x00 bytes")
    assert default_storage.exists(name)
    default_storage.delete(name)
    assert not default_storage.exists(name)
    for asked in (default_storage.open, default_storage.size):
        with pytest.raises(FileNotFoundError):
            asked(name)
