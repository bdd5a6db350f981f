"""The bundle for hosts without internet holds what the program takes. The whole of it is tried by `make bundle-drill`."""

import json
import re
import subprocess
import sys
import zipfile
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


def test_it_says_what_it_is_made_of_and_under_which_licences(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    with zipfile.ZipFile(tmp_path / "wheels/one_thing-1.2-py3-none-any.whl", "w") as wheel:
        said = "Metadata-Version: 2.4\nName: one-thing\nVersion: 1.2\nLicense-Expression: MIT\n"
        wheel.writestr("one_thing-1.2.dist-info/METADATA", said)
        wheel.writestr("one_thing-1.2.dist-info/licenses/LICENSE", "as is")
    of_it = tmp_path / "tree/usr/share/doc/other"
    of_it.mkdir(parents=True)
    (of_it / "copyright").write_text("GPL-2")
    (tmp_path / "tree/DEBIAN").mkdir()
    control = "Package: other\nVersion: 2:3\nArchitecture: all\nMaintainer: nobody <a@b.example>\nDescription: x\n"
    (tmp_path / "tree/DEBIAN/control").write_text(control)
    (tmp_path / "debs").mkdir()
    subprocess.run(["dpkg-deb", "--build", tmp_path / "tree", tmp_path / "debs"], check=True, capture_output=True)
    (tmp_path / "debs/Packages").write_text(f"{control}SHA256: {'a' * 64}\n\n")
    subprocess.run([sys.executable, "tools/materials.py", str(tmp_path)], cwd=settings.BASE_DIR, check=True)
    bill = {each["purl"]: each for each in json.loads((tmp_path / "seoulwork.cdx.json").read_text())["components"]}
    assert bill["pkg:pypi/one-thing@1.2"]["licenses"] == [{"license": {"name": "MIT"}}]
    assert bill["pkg:deb/debian/other@2:3"]["hashes"] == [{"alg": "SHA-256", "content": "a" * 64}]
    assert any(each.startswith("pkg:npm/pretendard-gov@") for each in bill)
    assert not any("typescript" in each or "esbuild" in each for each in bill)
    words = tmp_path / "licences"
    assert (words / "python/one_thing/LICENSE").read_text() == "as is"
    assert (words / "debian/other").read_text() == "GPL-2"
    assert list((words / "npm/pretendard-gov").iterdir())


def test_the_scripts_are_read_by_bash_and_name_the_packages_of_a_host() -> None:
    for name in ("deploy/install.sh", "tools/make_bundle.sh", "tools/drills/bundle.sh"):
        subprocess.run(["bash", "-n", name], cwd=settings.BASE_DIR, check=True)
    told = subprocess.run(
        ["tools/setup.sh", "--packages-of-a-host"], cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"libharfbuzz-subset0", "nginx", "postgresql", "python3-venv"} <= set(told)
    assert "npm" not in told


def test_the_guide_beside_the_installer_is_whole_and_needs_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "operator.html"
    subprocess.run([sys.executable, "tools/draw_guide.py", str(file)], cwd=settings.BASE_DIR, check=True)
    page, written = file.read_text(), (settings.BASE_DIR / "docs/operator.md").read_text()
    assert re.findall("<h2 id=.*?>(.*?)</h2>", page) == re.findall("^## (.*)$", written, re.MULTILINE)
    sources = re.findall('src="([^"]{,40})', page)
    assert len(sources) == written.count("![") and all(each.startswith("data:image/png;base64,") for each in sources)
    assert not [each for each in re.findall('(?:href|src)="([^"]{,40})', page) if not each.startswith(("#", "data:"))]
    assert 'draw_guide.py "$bundle/' in (settings.BASE_DIR / "tools/make_bundle.sh").read_text()
