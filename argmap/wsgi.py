"""The door for production servers: `granian --interface wsgi argmap.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "argmap.settings")
django = get_wsgi_application()

# These import what Django must be set up for.
from argmap.bodies import ReadToEnd  # noqa: E402
from projects.patience import limit_statements  # noqa: E402

limit_statements()
application = ReadToEnd(django)
