"""What the log says of a request that was refused."""

import logging


class PlainRefusals(logging.Filter):
    """A refused request (400 to 499) is one line: where it went is all there is to know. Only a fault of ours has a
    traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True
