"""What the program is made of: a bill of materials (CycloneDX 1.6) of Python's, npm's and Debian's packages, and the page of licences.

    make sbom                       writes var/seoulwork.cdx.json and docs/maintainers/licences.md
    tools/materials.py BUNDLE       writes BUNDLE/seoulwork.cdx.json and BUNDLE/licences, of what lies in the folder of a bundle

The locks say which versions and hashes there are, the installed packages their licences. Debian's licences stand on each machine in
/usr/share/doc/<package>/copyright.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from email import message_from_string
from importlib.metadata import metadata
from io import BytesIO
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/maintainers/licences.md"
MADE = ROOT / "var/seoulwork.cdx.json"
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser|0BSD|Unlicense|Zlib|OFL|CC0|HPND|BlueOak|Public Domain|CC-BY|Artistic",
    re.IGNORECASE,
)
"""Licences whose works an office may run. GPL alone is none of them."""
DEVELOPING = {"djlint"}
"""GPL, and used to develop alone: nothing of it is in what runs."""
SAID_ELSEWHERE = {"axe-playwright-python": "MIT", "pyrage": "MIT"}
"""Of packages whose metadata names no licence: what their licence file or repository says."""
WORDS = re.compile(
    r"dist-info/licenses/.*[^/]$|(^|/)(licen[cs]e|copying|copyright|notice|ofl|authors)[^/]*$", re.IGNORECASE
)
"""Files that hold the words of a licence, by their names"""


@dataclass(frozen=True, slots=True, order=True)
class Material:
    """`hashes` are (algorithm, hexadecimal); `licence` is empty where it is not known here."""

    kind: str
    name: str
    version: str
    licence: str
    hashes: tuple[tuple[str, str], ...] = ()


DEBIAN: dict[str, str | AbstractSet[str]] = {
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "python_version": "3.11",
    "python_full_version": "3.11.2",
    "implementation_version": "3.11.2",
    "platform_release": "",
    "platform_version": "",
}
"""Debian 12, where an office runs it: what the lock asks for there, whatever this machine has besides."""
EARLIER_PYTHON = {"async-timeout": "Apache Software License"}
"""What Debian 12's Python needs and a later 3.11 does not, and what it says of itself."""


def of_python() -> list[Material]:
    """Of requirements.lock what Debian 12 installs. Raises PackageNotFoundError where one of them is not installed here."""
    lock = (ROOT / "requirements.lock").read_text()
    found = []
    for name, version, condition, rest in re.findall(
        r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)(?: ; (.*?))? \\\n((?:    --hash.*\n)+)", lock, re.MULTILINE
    ):
        if condition and not Marker(condition).evaluate(DEBIAN):
            continue
        licence = EARLIER_PYTHON.get(name) or _licence(metadata(name)) or SAID_ELSEWHERE.get(name, "")
        hashes = tuple(("SHA-256", each) for each in re.findall(r"sha256:(\w+)", rest))
        found.append(Material("pypi", name, version, licence, hashes))
    return found


def _licence(said: Any) -> str:
    """As the package says it: an expression, its classifiers, or the first line of its own words."""
    classifiers = [
        each.rpartition(" :: ")[2] for each in said.get_all("Classifier", []) if each.startswith("License ::")
    ]
    own = (said.get("License") or "").strip().split("\n")[0][:60]
    return said.get("License-Expression") or " AND ".join(sorted(set(classifiers) - {"OSI Approved"})) or own


def of_npm(*, shipped: bool = False) -> list[Material]:
    """Of package-lock.json. `shipped`: what a bundle takes of it, and not what is there to build and check."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    found = []
    for path, said in lock["packages"].items():
        builds = said.get("dev") or "esbuild" in path
        if path and "version" in said and not (shipped and builds):
            digest = (
                base64.b64decode(said["integrity"].removeprefix("sha512-")).hex()
                if "sha512-" in said.get("integrity", "")
                else ""
            )
            hashes = (("SHA-512", digest),) if digest else ()
            found.append(
                Material(
                    "npm", path.rpartition("node_modules/")[2], said["version"], str(said.get("license", "")), hashes
                )
            )
    return found


def of_debian() -> list[Material]:
    """Those that tools/setup.sh names and this machine has."""
    script = (ROOT / "tools/setup.sh").read_text()
    names = sorted(set(re.findall(r"^  (?:program|library) \S+ ([a-z0-9.+-]+)$", script, re.MULTILINE)))
    asked = ["dpkg-query", "--show", "--showformat", "${Package} ${Version}\n", *names]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.splitlines()
    pairs = [each.partition(" ") for each in said]
    return [Material("deb", name, version, "") for name, _, version in pairs if version]


def of_bundle(folder: Path) -> list[Material]:
    """The wheels and Debian packages of a bundle, each with the SHA-256 of its file, and what it takes of npm."""
    found = of_npm(shipped=True)
    for wheel in sorted(folder.glob("wheels/*.whl")):
        with zipfile.ZipFile(wheel) as file:
            (place,) = (each for each in file.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each))
            said = message_from_string(file.read(place).decode())
        licence = _licence(said) or SAID_ELSEWHERE.get(said["Name"], "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        found.append(Material("pypi", said["Name"], said["Version"], licence, (("SHA-256", digest),)))
    for each in (folder / "debs/Packages").read_text().strip().split("\n\n"):
        fields = dict(re.findall(r"^(Package|Version|SHA256): (.*)$", each, re.MULTILINE))
        found.append(
            Material("deb", fields["Package"], fields["Version"], "", (("SHA-256", fields["SHA256"].strip()),))
        )
    return found


def put_licences(folder: Path) -> None:
    """The words of the licences themselves, of all that lies in the bundle, in its folder `licences`."""
    to = folder / "licences"
    for wheel in folder.glob("wheels/*.whl"):
        with zipfile.ZipFile(wheel) as file:
            for name in filter(WORDS.search, file.namelist()):
                _put(to / "python" / wheel.name.split("-")[0] / Path(name).name, file.read(name))
    for deb in folder.glob("debs/*.deb"):
        unpacked = subprocess.run(["dpkg-deb", "--fsys-tarfile", deb], capture_output=True, check=True).stdout
        with tarfile.open(fileobj=BytesIO(unpacked)) as tar:
            for member in tar:
                words = tar.extractfile(member) if member.isfile() and member.name.endswith("/copyright") else None
                if words:
                    _put(to / "debian" / deb.name.partition("_")[0], words.read())
    for package in of_npm(shipped=True):
        of_it = ROOT / "node_modules" / package.name
        for path in (*of_it.glob("*"), *of_it.glob("dist/*")):
            if path.is_file() and WORDS.search(path.name):
                _put(to / "npm" / package.name / path.name, path.read_bytes())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def bill(materials: list[Material]) -> dict[str, Any]:
    """The same materials give the same bill."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "seoulwork", "version": "0.1.0"}},
        "components": [
            {
                "type": "library",
                "name": each.name,
                "version": each.version,
                "bom-ref": _address(each),
                "purl": _address(each),
                **({"licenses": [{"license": {"name": each.licence}}]} if each.licence else {}),
                # One file of several is installed: the lock's hashes of all are no hashes of one component.
                **(
                    {"hashes": [{"alg": alg, "content": digest} for alg, digest in each.hashes]}
                    if len(each.hashes) == 1
                    else {}
                ),
            }
            for each in sorted(set(materials))
        ],
    }


def _address(each: Material) -> str:
    """The package's purl."""
    above = "debian/" if each.kind == "deb" else ""
    return f"pkg:{each.kind}/{above}{each.name.replace('@', '%40')}@{each.version}"


def page(materials: list[Material]) -> str:
    """The page of licences, of what the locks name."""
    rows = sorted({(each.kind, each.name.lower(), each.licence) for each in materials if each.kind != "deb"})
    lines = "\n".join(f"| {kind} | {name} | {licence.replace('|', '/')} |" for kind, name, licence in rows)
    return f"""# Licences

What the locked packages say of their licences; made by `make sbom`, held by `tests/tools/test_materials.py`. Versions and hashes stand in the locks and in
the bill of materials (`var/seoulwork.cdx.json`, CycloneDX 1.6), which also has Debian's packages. Theirs stand in `/usr/share/doc/*/copyright`.

| from | package | licence |
|---|---|---|
{lines}
"""


def main() -> None:
    if len(sys.argv) > 1:
        bundle = Path(sys.argv[1])
        (bundle / MADE.name).write_text(json.dumps(bill(of_bundle(bundle)), ensure_ascii=False, indent=1) + "\n")
        put_licences(bundle)
        return
    known = [*of_python(), *of_npm()]
    PAGE.write_text(page(known))
    MADE.parent.mkdir(exist_ok=True)
    MADE.write_text(json.dumps(bill([*known, *of_debian()]), ensure_ascii=False, indent=1) + "\n")
    sys.stdout.write(f"{MADE}: {len(bill([*known, *of_debian()])['components'])} packages\n")


if __name__ == "__main__":
    main()
