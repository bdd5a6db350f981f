"""The units that a folder brings along."""

import re

from seoulwork.data.datafile import Entry
from seoulwork.data.run import Loading
from seoulwork.domain.vocabulary import UNITS
from seoulwork.figures.models import Unit
from seoulwork.figures.units import stored

_TOLD = re.compile(r"(?P<factor>\d{1,10})(?: (?P<base>\S+))?", re.ASCII)


def load_units(loading: Loading, entry: Entry | None) -> None:
    """`톤: 1`, `천톤: 1000 톤`. Raises DataFileError for what is no unit, and for one that is stored and means something else."""
    for name, told in entry.items() if entry else ():
        match = _TOLD.fullmatch(told.text)
        if not match:
            raise told.error("단위는 '톤: 1'이나 '천톤: 1000 톤'처럼 몇 배인지와 무엇의 배수인지 적어 주세요.")
        base = match["base"] or name
        values = {"base": UNITS[base].base if base in UNITS else base, "factor": int(match["factor"])}
        known = UNITS.get(name)
        if known is not None and (known.base, known.factor) != (values["base"], values["factor"]):
            raise told.error(
                f"'{name}' 단위는 이미 '{known.base}'의 {known.factor:,}배입니다. 단위의 뜻은 바뀌지 않으니 다른 이름을 적어 주세요."
            )
        if known is None:
            loading.keep(Unit, {"name": name}, values, told)
            UNITS.give(stored())
        else:
            loading.unchanged += 1
