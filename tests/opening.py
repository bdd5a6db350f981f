"""Files from outside opened by the process of the tests: what `confined.run` gives, without a process of its own and its limits."""

import json
import traceback
from importlib import import_module
from typing import Any

from seoulwork.entry.looking import Wrong
from seoulwork.operations import confined
from seoulwork.workbook.safety import Refused


def run(module: str, *, content: bytes, request: Any = None, seconds: float) -> bytes:
    try:
        answer: bytes = import_module(module).work(content, json.loads(json.dumps(request)))
    except (Refused, Wrong) as refusal:
        raise confined.Refusal(str(refusal)) from refusal
    except Exception as error:
        raise confined.Failure(traceback.format_exc()) from error
    return answer
