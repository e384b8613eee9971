"""Django's settings. What differs between installations comes from the environment; nothing secret stands here.

`ARGMAP_DATA` is the one folder with state (database, gathered static files, secret key, mail that was not sent);
`DATABASE_URL` names a Postgres of your own, else the embedded one below `ARGMAP_DATA` is used. The whole list of
variables is in docs/reference/settings.md.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from argmap import embedded
from argmap.secret import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ARGMAP_DATA") or BASE_DIR / ".argmap").expanduser().resolve()
TESTING = os.environ.get("ARGMAP_TESTING") == "1"


def _words(name: str, default: str = "") -> list[str]:
    """The comma- or space-separated words of an environment variable."""
    return os.environ.get(name, default).replace(",", " ").split()


def _whole(name: str, default: int) -> int:
    """A whole number from the environment."""
    return int(os.environ.get(name) or default)


def database(url: str | None) -> dict[str, object]:
    """Django's entry for a `postgresql://user:password@host:port/name?option=value` URL, or the embedded server's."""
    if not url:
        return embedded.connection_settings(DATA)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "argmap",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


DATABASES = {
    "default": database(os.environ.get("DATABASE_URL"))
    | {
        "ENGINE": "argmap.postgres",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
STATEMENT_TIMEOUT = _whole("ARGMAP_STATEMENT_TIMEOUT", 30)  # seconds for one statement of a request; 0: no limit
CACHES = {
    "default": {  # shared by all server processes; what signing in counts, and nothing of the API, is in it
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = os.environ.get("ARGMAP_SECRET_KEY") or secret_key(DATA)
DEBUG = False
SITE_URL = os.environ.get("ARGMAP_URL", "").rstrip("/")
_site = urlsplit(SITE_URL)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *_words("ARGMAP_HOSTS"), *filter(None, [_site.hostname])]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _site.scheme == "https"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _site.scheme == "https" else None
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HSTS_SECONDS = _whole("ARGMAP_HSTS_SECONDS", 3_600)  # how long a browser insists on HTTPS after each visit
SECURE_HSTS_SECONDS = HSTS_SECONDS if _site.scheme == "https" else 0

INSTALLED_APPS = [
    "argmap",
    "exchange",
    "analysis",
    "activity",
    "coding",
    "annotations",
    "actors",
    "documents",
    "projects",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "argmap.csp.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "argmap.packing.Packing",
    "argmap.caching.Caching",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "argmap.limits.BodyLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "argmap.urls"
WSGI_APPLICATION = "argmap.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.adapter.signing_up",
                "argmap.welcome.welcome",
            ]
        },
    }
]

PROXIES = _whole("ARGMAP_PROXIES", 0)  # how many proxies of yours add to X-Forwarded-For

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = os.environ.get("ARGMAP_EMAIL_VERIFICATION", "optional")
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_PREVENT_ENUMERATION = "strict"  # signing up does not tell either whether an address is known
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{_site.netloc}] " if SITE_URL else None  # else the name that was asked for
ACCOUNT_ADAPTER = "projects.adapter.Adapter"
ACCOUNT_RATE_LIMITS = {"invitation_mail": "50/d/user"}  # beside allauth's own
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SIGNUP = os.environ.get("ARGMAP_SIGNUP", "open")  # or oidc, or closed: accounts by administrator or invitation

# Signing in by OpenID Connect, when a provider is named
OIDC_URL = os.environ.get("ARGMAP_OIDC_URL", "").rstrip("/")
OIDC_TRUST_EMAIL = bool(_whole("ARGMAP_OIDC_TRUST_EMAIL", 0))  # 1: who has a confirmed address here has the account
_oidc = {
    "provider_id": "sso",
    "name": os.environ.get("ARGMAP_OIDC_NAME", "OpenID Connect"),
    "client_id": os.environ.get("ARGMAP_OIDC_CLIENT_ID", ""),
    "secret": os.environ.get("ARGMAP_OIDC_SECRET", ""),
    "settings": {"server_url": OIDC_URL, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_oidc]}} if OIDC_URL else {}
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.Adapter"
SOCIALACCOUNT_AUTO_SIGNUP = False  # people choose the user name that others will see
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# Mail: an SMTP server when one is named, else files below the data folder that an administrator can read.
EMAIL_HOST = os.environ.get("ARGMAP_SMTP_HOST", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "argmap.mail.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_PORT = _whole("ARGMAP_SMTP_PORT", 587)
EMAIL_HOST_USER = os.environ.get("ARGMAP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ARGMAP_SMTP_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
DEFAULT_FROM_EMAIL = os.environ.get("ARGMAP_MAIL_FROM", "argmap@localhost")

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Static files: gathered below the data folder, named by their content, served by the app itself.
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if TESTING else "argmap.staticfiles.Storage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = TESTING  # looks a file up when it is asked for; else each test's client lists them all

# Tags
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False

# Limits: each is a setting; passing one is a clear 400, 413 or 429.
MAX_UPLOAD_BYTES = _whole("ARGMAP_MAX_UPLOAD_BYTES", 25 * 2**20)  # one request that brings files or rows
MAX_TEXT_CODE_POINTS = _whole("ARGMAP_MAX_TEXT_CODE_POINTS", 5_000_000)  # one document's text
MAX_BULK_ROWS = _whole("ARGMAP_MAX_BULK_ROWS", 20_000)  # lines of one NDJSON request
MAX_PAGE_SIZE = 500
REQUESTS_PER_MINUTE = _whole("ARGMAP_REQUESTS_PER_MINUTE", 6_000)  # per person and server process
ANONYMOUS_REQUESTS_PER_MINUTE = _whole("ARGMAP_ANONYMOUS_REQUESTS_PER_MINUTE", 600)  # per address and process
STREAM_ASK_AGAIN = 2_000  # milliseconds until a page asks anew, where the server keeps no event stream open
TOKEN_CACHE_SECONDS = _whole("ARGMAP_TOKEN_CACHE_SECONDS", 15)  # a revoked token is refused after this at the latest
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000

# Serving
THREADS = _whole("ARGMAP_THREADS", 4)  # requests that one server process answers at a time, each with a connection
FEED_PAUSE = _whole("ARGMAP_FEED_PAUSE", 100) / 1_000  # seconds between two looks at whether anything has happened

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.BearerToken",
        "accounts.authentication.Session",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.authentication.MayWrite"],
    "DEFAULT_RENDERER_CLASSES": ["projects.rest.media.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["projects.rest.media.JsonParser"],
    "DEFAULT_THROTTLE_CLASSES": ["argmap.throttling.PerMinute"],
    "DEFAULT_SCHEMA_CLASS": "projects.rest.described.Described",
    "EXCEPTION_HANDLER": "argmap.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "NUM_PROXIES": PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": [
        "projects.rest.media.JsonRenderer",
        "rest_framework.renderers.MultiPartRenderer",
    ],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "argmap",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "AttributionRole": "annotations.drafts.ROLES",
        "LesserRole": "projects.models.lesser_roles",
        "MemberRole": "projects.models.Role",
        "RowStatus": ["created", "there", "refused"],
        "Verdict": ["accept", "edit", "reject"],
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "tryItOutEnabled": False, "validatorUrl": None},
}

LOG_LEVEL = os.environ.get("ARGMAP_LOG_LEVEL", "WARNING")
_refusals = LOG_LEVEL if LOG_LEVEL in {"DEBUG", "INFO"} else "ERROR"  # a 403 or 404 is no trouble of the server's
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"outages": {"()": "argmap.outages.InOneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["outages"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {name: {"level": _refusals} for name in ("django.request", "django.security.csrf")},
}
