"""What was published, read by programs of others: Schemathesis asks what the OpenAPI description says, pandas loads the rows, frictionless
holds them against the package. `make open-data-drill`.

The three are no part of the program: they are installed into an environment of the drill, which is removed with it.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.request import Request, urlopen

from tools.drills.installation import Installation, begin_django, expect, installed, scratch

READERS = ("schemathesis==4.32.5", "pandas==3.1.1", "frictionless==5.21.0")
PORT = 8767
ASKED = os.environ.get("ASKED", "20")
"""How many requests Schemathesis makes up for each path"""
LOADED = """
import json, sys
from pathlib import Path
import pandas
folder = Path(sys.argv[1])
for resource in json.loads((folder / "datapackage.json").read_text())["resources"]:
    path, schema = folder / resource["path"], resource["schema"]
    names = [each["name"] for each in schema["fields"]]
    rows = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert list(rows.columns) == names, (resource["name"], list(rows.columns))
    key = schema.get("primaryKey") or []
    assert not key or not rows.duplicated([key] if isinstance(key, str) else key).any(), resource["name"]
    numbers = [each["name"] for each in schema["fields"] if each["type"] in ("number", "integer")]
    told = [pandas.to_numeric(rows[each][rows[each] != ""]).size for each in numbers]
    same = pandas.read_json(path.with_suffix(".json"), dtype=False)
    assert len(same) == len(rows), resource["name"]
    print(f"pandas: {resource['name']}: {len(rows)} rows, {len(names)} columns, numbers {dict(zip(numbers, told))}")
"""


def main() -> None:
    with scratch("readers") as folder, installed(folder, "sqlite", PORT) as (site, _):
        python = folder / "tools/bin/python"
        subprocess.run([sys.executable, "-m", "venv", folder / "tools"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *READERS], check=True)
        site.prepare()
        site.web()
        key = given(site)
        base = f"http://127.0.0.1:{PORT}/open"
        save(f"{base}/briefings/2018-07/editions/1", folder / "read", key)
        run([str(python), "-c", LOADED, str(folder / "read")], folder)
        run([str(folder / "tools/bin/frictionless"), "validate", "datapackage.json"], folder / "read")
        asked = [str(folder / "tools/bin/schemathesis"), "run", f"{base}/openapi.json"]
        asked += ["--header", f"Authorization: Bearer {key}", "--max-examples", ASKED, "--rate-limit", "110/m"]
        run(asked, folder)
    print("open data: whole")


def given(site: Installation) -> str:
    """A read key for a day."""
    begin_django(site)
    from django.utils import timezone

    from seoulwork.accounts import read_keys
    from seoulwork.accounts.models import User

    administrator = User.objects.get(username="administrator")
    return read_keys.give("훈련", timezone.now() + timedelta(days=1), by=administrator)


def save(address: str, folder: Path, key: str) -> None:
    """The package with all that it names, each as CSV and JSON."""
    folder.mkdir()

    def kept(name: str) -> bytes:
        with urlopen(Request(f"{address}/{name}", headers={"Authorization": f"Bearer {key}"}), timeout=60) as answer:
            content: bytes = answer.read()
        (folder / name).write_bytes(content)
        return content

    package = json.loads(kept("datapackage.json"))
    expect(package["resources"], "the package names nothing")
    for each in package["resources"]:
        kept(each["path"])
        kept(str(Path(each["path"]).with_suffix(".json")))


def run(command: list[str], where: Path) -> None:
    done = subprocess.run(command, cwd=where, check=False)
    expect(done.returncode == 0, f"{Path(command[0]).name} found something")


if __name__ == "__main__":
    main()
