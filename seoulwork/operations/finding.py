"""What a check of the installation finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`key`: which check; `text`: a Korean sentence; `remedy`: what to do, empty when nothing is wrong."""

    key: str
    text: str
    remedy: str = ""
