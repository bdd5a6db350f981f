"""What the program is made of: the page of licences is true of the locks, each licence is allowed, each lock has its hashes."""

import re

from django.conf import settings

from tools import materials


def test_the_page_of_licences_is_true_and_each_is_allowed() -> None:
    known = [*materials.of_python(), *materials.of_npm()]
    assert materials.PAGE.read_text() == materials.page(known), "make sbom"
    assert [each.name for each in known if not materials.ALLOWED.search(each.licence)] == [*materials.DEVELOPING]
    made = materials.bill(known)["components"]
    assert len(made) == len({each["purl"] for each in made}) > 100


def test_each_locked_package_has_its_hashes() -> None:
    lock = (settings.BASE_DIR / "requirements.lock").read_text()
    assert re.findall(r"^[\w.-]+==\S+[^\\\n]*\n(?!    --hash)", lock, re.MULTILINE) == []
    assert [each.name for each in materials.of_npm() if not each.hashes] == []
