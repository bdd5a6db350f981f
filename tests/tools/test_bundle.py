"""The bundle for hosts without internet holds what the program takes. The whole of it is tried by `make bundle-drill`."""

import subprocess
from pathlib import Path

from django.conf import settings

from reports.render.fonts import SECOND_FONT, TEXT_FONT

MODULES = settings.BASE_DIR / "node_modules"


def test_all_that_the_program_takes_of_node_modules_is_in_it() -> None:
    text = (settings.BASE_DIR / "tools/make_bundle.sh").read_text()
    folders = [folder for _, folder in settings.STATICFILES_DIRS] + [font.folder for font in (TEXT_FONT, SECOND_FONT)]
    named = [str(Path(folder).relative_to(MODULES)) for folder in folders if Path(folder).is_relative_to(MODULES)]
    assert len(named) == 5
    assert [name for name in named if name not in text] == []
    assert [file for _, file in SECOND_FONT.files if file.partition("/")[0] not in text] == []


def test_the_scripts_are_read_by_bash_and_name_the_packages_of_a_host() -> None:
    for name in ("deploy/install.sh", "tools/make_bundle.sh", "tools/drills/bundle.sh"):
        subprocess.run(["bash", "-n", name], cwd=settings.BASE_DIR, check=True)
    told = subprocess.run(
        ["tools/setup.sh", "--packages-of-a-host"], cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"libharfbuzz-subset0", "nginx", "postgresql", "python3-venv"} <= set(told)
    assert "npm" not in told
