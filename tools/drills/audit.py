"""Asks the databases of advisories about the locked versions: `make audit`, for machines with a way out. Ends with 0 when there is nothing, with 1
when something was found, and with 2 when a database could not be asked: that is no all-clear.
"""

import subprocess
import sys
from pathlib import Path

from tools.drills.crawl import ROOT, tool

NOT_ASKED = "could not be audited"
"""What pip-audit says of a package of which it was told nothing, and then ends as if all were well"""


def asked(title: str, command: list[object], says_nothing: str) -> int:
    """0, 1 or 2. `says_nothing` is what the tool says of itself only when it had an answer."""
    done = subprocess.run([str(each) for each in command], cwd=ROOT, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    sys.stdout.write(f"{title}\n{said.strip()[-4000:]}\n")
    if done.returncode == 0 and NOT_ASKED not in said:
        return 0
    if says_nothing in said and NOT_ASKED not in said:
        return 1
    sys.stdout.write(
        f"{title}: 취약점 데이터베이스에 물을 수 없었습니다. 인터넷이 되는 곳에서 다시 실행해 주세요. 취약점이 없다는 뜻이 아닙니다.\n"
    )
    return 2


def main() -> None:
    pip_audit = tool("pip-audit", Path(ROOT / "var/drills"))
    lock = ["-r", "requirements.lock", "--disable-pip", "--require-hashes"]
    sys.exit(
        max(
            asked("Python", [pip_audit, *lock], "Found "),
            asked("npm", ["npm", "audit", "--package-lock-only"], "vulnerabilities"),
        )
    )


if __name__ == "__main__":
    main()
