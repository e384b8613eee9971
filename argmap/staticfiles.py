"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class Storage(ManifestStaticFilesStorage):
    """Rewrites the relative imports of ES modules to hashed names too: cache-busting without a bundler."""

    support_js_module_import_aggregation = True
