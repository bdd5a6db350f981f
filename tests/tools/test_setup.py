"""The set-up script, on a machine whose programs are stand-ins that write down what they were asked."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools/setup.sh"
BORROWED = ["bash", "cat", "dirname", "mkdir", "mktemp", "rm", "sha256sum"]
LIBRARIES = ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"]


class Machine:
    def __init__(self, directory: Path) -> None:
        self.project = directory / "project"
        self.log = directory / "log"
        self.programs = directory / "bin"
        self.programs.mkdir()
        (self.project / "tools").mkdir(parents=True)
        shutil.copy(SCRIPT, self.project / "tools")
        (self.project / "tools/codemirror").mkdir()
        for name in (
            "requirements.lock",
            "package.json",
            "package-lock.json",
            "tools/build_web_fonts.py",
            "tools/codemirror/codemirror.js",
        ):
            (self.project / name).write_text(name)
        for name in BORROWED:
            (self.programs / name).symlink_to(str(shutil.which(name)))
        self.program("id", "echo 0")
        self.program("ldconfig", *(f"echo '{library} (libc6)'" for library in LIBRARIES))
        self.program("node")
        self.npm()
        self.program("bundle", f"echo esbuild $* >>{self.log}", "mkdir -p node_modules/.codemirror")
        self.program("pip", f"echo pip $* >>{self.log}")
        self.program(
            "python3",
            "[ $1 = --version ] && echo 'Python 3.11.2'",
            f"[ $1 = -m ] && echo python3 $* >>{self.log} && mkdir -p .venv/bin && cp_pip",
            "exit 0",
        )
        self.program("build", f"echo python $* >>{self.log}", "mkdir -p node_modules/.webfonts")
        self.program(
            "cp_pip",
            f"cat {self.programs}/pip >.venv/bin/pip",
            f"cat {self.programs}/build >.venv/bin/python",
            f"{shutil.which('chmod')} +x .venv/bin/pip .venv/bin/python",
        )

    def npm(self) -> None:
        bundler = "node_modules/.bin/esbuild"
        made = (f"cat {self.programs}/bundle >{bundler}", f"{shutil.which('chmod')} +x {bundler}")
        self.program("npm", f"echo npm $* >>{self.log}", "mkdir -p node_modules/.bin", *made)

    def program(self, name: str, *lines: str) -> None:
        path = self.programs / name
        path.write_text("\n".join([f"#!{shutil.which('bash')}", *lines, ""]))
        path.chmod(0o755)

    def setup(self, *options: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        """Run the script; its result and the commands it gave since the last run."""
        self.log.write_text("")
        result = subprocess.run(
            [self.project / "tools/setup.sh", *options],
            env={"PATH": str(self.programs), "LANG": "C.UTF-8", "TMPDIR": os.environ.get("TMPDIR", "/tmp")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        return result, self.log.read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


VENV = ["python3 -m venv --clear .venv", "pip install --require-hashes --requirement requirements.lock"]
FRONT_END = [
    "npm ci --ignore-scripts --omit=dev",
    "python tools/build_web_fonts.py node_modules/.webfonts",
    "esbuild tools/codemirror/codemirror.js --bundle --minify --format=esm --target=es2022 --legal-comments=inline"
    " --log-level=warning --outfile=node_modules/.codemirror/codemirror.js",
]


def test_installs_what_the_lock_files_name_and_does_it_once(machine: Machine) -> None:
    result, commands = machine.setup()
    assert result.returncode == 0
    # Those of Python and those of node go on side by side; the fonts need both.
    assert [each for each in commands if each in VENV] == VENV
    assert [each for each in commands if each not in VENV] == FRONT_END
    assert commands[-1] == FRONT_END[-1]

    result, commands = machine.setup()
    assert (result.returncode, result.stdout, commands) == (0, "", [])


def test_what_only_tests_need_is_installed_for_them_alone(machine: Machine) -> None:
    for name in ("chromium-headless-shell", "pdftotext", "soffice"):
        machine.program(name)
    machine.program("apt-get")
    machine.program("env")
    machine.setup()
    tools = ["npm install --ignore-scripts --no-save"]
    assert machine.setup("--tests")[1] == tools
    assert machine.setup("--tests")[1] == machine.setup()[1] == []
    (machine.project / "package-lock.json").write_text("changed")
    assert machine.setup("--tests")[1] == [FRONT_END[0], *tools, *FRONT_END[1:]]


def test_a_changed_lock_file_renews_only_what_it_locks(machine: Machine) -> None:
    machine.setup()
    (machine.project / "package-lock.json").write_text("changed")
    assert machine.setup()[1] == FRONT_END
    (machine.project / "requirements.lock").write_text("changed")
    assert machine.setup()[1] == VENV
    (machine.project / "tools/build_web_fonts.py").write_text("changed")
    assert machine.setup()[1] == FRONT_END[1:2]
    (machine.project / "tools/codemirror/codemirror.js").write_text("changed")
    assert machine.setup()[1] == FRONT_END[2:]


def test_another_python_makes_the_environment_anew(machine: Machine) -> None:
    machine.setup()
    machine.program(
        "python3", "[ $1 = --version ] && echo 'Python 3.12.0'", f"echo $* >>{machine.log}", "mkdir -p .venv"
    )
    assert "-m venv --clear .venv" in machine.setup()[1]


def test_a_step_that_failed_shows_why_and_is_done_again(machine: Machine) -> None:
    machine.program("npm", "echo no network; exit 1")
    result, _ = machine.setup()
    assert result.returncode != 0
    assert "실패" in result.stdout
    assert "no network" in result.stderr

    machine.npm()
    assert machine.setup()[1] == FRONT_END


def test_python_packages_that_failed_end_it_though_those_of_node_go_on_beside_them(machine: Machine) -> None:
    machine.program("pip", "echo no network; exit 1")
    result, commands = machine.setup()
    assert result.returncode != 0
    assert "Python 패키지 설치 (.venv): 실패" in result.stdout
    assert FRONT_END[0] in commands
    assert FRONT_END[1] not in commands


def test_root_installs_the_missing_system_packages(machine: Machine) -> None:
    (machine.programs / "node").unlink()
    machine.program("env", 'while [[ $1 == *=* ]]; do shift; done; "$@"')
    machine.program("apt-get", f"echo apt-get $* >>{machine.log}")
    result, commands = machine.setup()
    assert result.returncode == 0
    of_the_system = [each for each in commands if each.startswith("apt-get")]
    assert of_the_system == ["apt-get update", "apt-get install --yes --no-install-recommends nodejs"]


def test_packages_are_fetched_while_the_system_packages_of_the_tests_are_installed(machine: Machine) -> None:
    machine.program("env", 'while [[ $1 == *=* ]]; do shift; done; "$@"')
    # Those of the tests are not there before the packages are, at most for half a minute.
    waits = "for i in {1..3000}; do [ ! -e node_modules/.webfonts/.built ] || exit 0; read -t 0.01 <><(:); done; exit 1"
    machine.program("apt-get", f"echo apt-get $* >>{machine.log}", "[[ $* = *chromium* ]] || exit 0", waits)
    python = (machine.programs / "python3").read_text()
    (machine.programs / "python3").write_text(python.replace("\n", "\n[[ $2 != *ensurepip* ]] || exit 1\n", 1))
    (machine.programs / "node").unlink()
    result, commands = machine.setup("--tests")
    assert result.returncode == 0, result.stderr
    install = "apt-get install --yes --no-install-recommends"
    assert commands[:2] == ["apt-get update", f"{install} python3-venv"]
    assert f"{install} nodejs" in commands
    assert commands[-1] == FRONT_END[-1]
    assert "chromium-headless-shell poppler-utils libreoffice-calc" in " ".join(commands)


@pytest.mark.parametrize("sudo", [None, "exit 1"], ids=["no sudo", "not allowed to sudo"])
def test_without_the_right_to_install_it_prints_the_one_line_and_stops(machine: Machine, sudo: str | None) -> None:
    machine.program("id", "echo 1000")
    machine.program("ldconfig")
    (machine.programs / "node").unlink()
    machine.program("apt-get", f"echo apt-get $* >>{machine.log}")
    if sudo:
        machine.program("sudo", sudo)
    result, commands = machine.setup()
    assert result.returncode != 0
    assert commands == []
    assert result.stderr.splitlines()[-1] == (
        "apt-get update && apt-get install --yes --no-install-recommends"
        " nodejs libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_an_old_python_is_refused_in_words(machine: Machine) -> None:
    machine.program("python3", "[ $1 = --version ] && echo 'Python 3.9.2'", "[[ $2 != *version_info* ]]")
    result, commands = machine.setup()
    assert result.returncode != 0
    assert commands == []
    assert "Python 3.11 이상이 필요합니다: Python 3.9.2" in result.stderr
