"""What a line of the log says."""

import logging
import re

from seoulwork.operations import numbering


class PlainRefusals(logging.Filter):
    """A refused request (400 to 499) is one line: where it went is all there is to know. Only a fault of ours has a
    traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True


class Numbered(logging.Filter):
    """Each line has the number of the request that caused it (`-`: none did)."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = numbering.current() or "-"
        return True


class OneLine(logging.Filter):
    """What somebody sent stands in one line: with a line break or an escape of terminals within, it could look like a line of the program's
    own. A traceback stays as it is."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if NOT_SHOWN.search(said):
            record.msg, record.args = NOT_SHOWN.sub(lambda found: ascii(found[0])[1:-1], said), ()
        return True


NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows"""
