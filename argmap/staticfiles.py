"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class Storage(ManifestStaticFilesStorage):
    """Rewrites the relative imports of ES modules to hashed names too: cache-busting without a bundler."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # one for each module in a row of imports (in types too), in whatever order files lie
