from django.apps import AppConfig


class ArgmapConfig(AppConfig):
    name = "argmap"
