"""The door for servers that keep connections open: `granian --interface rsgi argmap.rsgi:application`."""

from django.conf import settings

from argmap.front import Front
from argmap.wsgi import application as wsgi
from projects.feed import Log

application = Front(wsgi, settings.THREADS, Log(), settings.FEED_PAUSE)
