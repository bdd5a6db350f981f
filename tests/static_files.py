"""Static files as in production, hashed with their imports, but not compressed: that takes most of the time of collecting."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from seoulwork.staticfiles import StaticFilesStorage


class UncompressedStorage(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = StaticFilesStorage.support_js_module_import_aggregation
