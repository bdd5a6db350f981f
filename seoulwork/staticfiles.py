import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names in the scripts' own imports carry the hash too: a browser never mixes modules of two editions."""

    support_js_module_import_aggregation = True


def static_files_are_current() -> bool:
    """Whether STATIC_ROOT holds what `collect_static_files` would put there now."""
    stamp = _stamp()
    return stamp.exists() and stamp.read_text() == _state()


def collect_static_files() -> None:
    """Collect, hash and compress the static files: seconds the first time, so ask `static_files_are_current` before."""
    call_command("collectstatic", interactive=False, verbosity=0)
    _stamp().write_text(_state())


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def _state() -> str:
    """A digest of names and times of all files that would be collected."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(StaticFilesConfig.ignore_patterns):
            digest.update(f"{path} {storage.get_modified_time(path).timestamp()}\n".encode())
    return digest.hexdigest()
