"""What a line of the log says."""

import logging

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
