from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig


class StaticFilesConfig(DjangoStaticFilesConfig):
    """KRDS's component.css names files that its package does not ship, which a manifest storage refuses: only output.css
    and what it loads is used, and of the font only the subset that browsers load piece by piece."""

    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        *("component.css", "*.map", "cdn", "scss", "plugin", "woff", "woff2", "PretendardGOV-*.css"),
    ]
