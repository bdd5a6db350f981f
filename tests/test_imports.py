"""What may import what: no circle between files, and the maintainers' map in the order of the contract that lint-imports keeps."""

import re
import tomllib
from functools import cache
from graphlib import CycleError, TopologicalSorter

import grimp
from django.conf import settings

ROOTS = ("seoulwork", *settings.DIVISIONS, "reports")
CONFIGURATION = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]


@cache
def _imports() -> dict[str, set[str]]:
    """Each file of the program with those it imports, at its head or in a function; what only types read is left out."""
    graph = grimp.build_graph(*ROOTS, exclude_type_checking_imports=True, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def _circle(imports: dict[str, set[str]]) -> list[str]:
    """The first circle, from a file back to itself; empty without one."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_files_import_each_other_in_a_circle() -> None:
    assert _circle(_imports()) == []


def test_a_circle_would_be_seen() -> None:
    imports = {**_imports(), "seoulwork.figures.fields": {"seoulwork.figures.queries"}}
    circle = _circle(imports)
    assert {"seoulwork.figures.fields", "seoulwork.figures.queries"} <= set(circle)


def test_the_models_of_an_app_import_no_other_apps() -> None:
    """Tables refer to each other by name. The divisions' models alone are built on bases: those of `figures`."""
    models = {module for module in _imports() if re.search(r"\.models(\.|$)", module)}
    bases = {module for module in models if module.startswith("seoulwork.figures.models")}
    divisions = {f"{division}.models" for division in settings.DIVISIONS}
    crossing = [
        (module, other)
        for module in sorted(models)
        for other in sorted(_imports()[module] & models)
        if module.partition(".models")[0] != other.partition(".models")[0]
        and not (module in divisions and other in bases)
    ]
    assert crossing == []


def test_the_maintainers_map_has_the_layers_in_the_order_of_the_contract() -> None:
    """The contract names the highest layer first, the map the lowest, and without the table of addresses."""
    (contract,) = (each for each in CONFIGURATION["contracts"] if each["type"] == "layers")
    layers = [
        {name.strip().replace(".", "/") for name in re.split(r"[|:]", layer)} for layer in reversed(contract["layers"])
    ]
    readme = (settings.BASE_DIR / "docs/maintainers/README.md").read_text()
    table = readme.partition("| where | what |")[2].partition("\n\n")[0]
    rows = []
    for line in table.splitlines()[2:]:
        names = re.findall(r"`([a-z/]+)/`", line.split("|")[1])
        folder = names[0].rpartition("/")[0]
        rows.append({name if "/" in name or not folder else f"{folder}/{name}" for name in names})
    assert rows == [layer for layer in layers if layer != {"seoulwork/urls"}]
    assert set(CONFIGURATION["root_packages"]) == set(ROOTS)
