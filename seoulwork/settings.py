"""Settings, all from the environment; with none of it set, the embedded demo on SQLite.

SEOULWORK_ENV=production turns the demo off and asks for SECRET_KEY, DATABASE_URL and ALLOWED_HOSTS. What is missing or
can't be meant stops the start with one sentence. The table of all variables stands in README.md.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from seoulwork.environment import (
    choice,
    contents,
    database,
    is_production,
    keys,
    mail,
    number,
    office_sign_in,
    required,
    roles,
    shared_cache,
    split,
    switch,
    weakness,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("SEOULWORK_VAR", BASE_DIR / "var"))

VAR_DIR.mkdir(parents=True, exist_ok=True)

BACKUP_DIR = Path(os.environ["BACKUP_DIR"]) if os.environ.get("BACKUP_DIR") else None
"""Where `manage.py backup` writes, so that `doctor` can say that there is none of late."""

PRODUCTION = is_production()
DEMO = not PRODUCTION
DEBUG = False
DEMO_SECRET_KEY = "embedded-demo-only-never-with-production-settings-0123456789"  # noqa: S105

SECRET_KEY = required("SECRET_KEY", DEMO_SECRET_KEY)
if PRODUCTION and (SECRET_KEY == DEMO_SECRET_KEY or weakness(SECRET_KEY)):
    reason = weakness(SECRET_KEY) or "시연의 값입니다"
    raise ImproperlyConfigured(
        f"SECRET_KEY를 쓸 수 없습니다: {reason}. README의 'Deployment'에 있는 명령으로 임의의 값을 만들어 넣어 주세요."
    )
ALLOWED_HOSTS = split(required("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver"))
if PRODUCTION and any("*" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS에 *는 쓸 수 없습니다. 이 시스템의 호스트 이름을 쉼표로 나누어 넣어 주세요."
    )
CSRF_TRUSTED_ORIGINS = split(os.environ.get("CSRF_TRUSTED_ORIGINS", ""))

DIVISIONS = ["programmes", "labour", "socialeconomy"]
"""The division apps, in printed order. Each has a DivisionConfig; see figures/divisions.py."""

WORK = {
    "changes": "reports.editions.comparisons.changes_task",
    "draft": "reports.editions.drafts.draft_task",
    "list": "seoulwork.operations.list_files.list_task",
    "publish": "reports.editions.publishing.publish_task",
    "workbook_preview": "seoulwork.workbook.background.preview_task",
    "workbook_import": "seoulwork.workbook.background.import_task",
    "workbook_bundle_read": "seoulwork.workbook.bundles.read_task",
    "workbook_bundle_take": "seoulwork.workbook.bundles.take_task",
}
"""Long work by kind: what does it (see operations/tasks.py)."""
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
"""The queue of long work: rows of the database, whatever it is."""

INSTALLED_APPS = [
    "seoulwork.figures",
    "seoulwork.pages",
    "seoulwork.accounts",
    "seoulwork.audit",
    "seoulwork.notices",
    "seoulwork.operations",
    "seoulwork.entry",
    "seoulwork.workbook",
    "seoulwork.catalogue",
    "seoulwork.data",
    *DIVISIONS,
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "django.contrib.staticfiles.apps.StaticFilesConfig",  # by its class: by its name, live servers of tests would bypass WhiteNoise
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "seoulwork.operations.numbering.number_requests",
    "seoulwork.operations.metrics.count_requests",
    "django.middleware.security.SecurityMiddleware",
    "seoulwork.pages.delivery.keep_to_this_site",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "seoulwork.pages.delivery.CompressPages",
    "seoulwork.pages.delivery.keep_out_of_caches",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "seoulwork.accounts.outside.read_from_outside",
    "seoulwork.accounts.working.work_as_chosen",
    "seoulwork.accounts.rights.RightsMiddleware",
    "seoulwork.accounts.middleware.PasswordChangeMiddleware",
    "seoulwork.accounts.middleware.SecondFactorMiddleware",
    "seoulwork.accounts.middleware.renew_session",
    "axes.middleware.AxesMiddleware",
    "reports.editions.altered.AlteredMiddleware",
]

ROOT_URLCONF = "seoulwork.urls"
WSGI_APPLICATION = "seoulwork.wsgi.application"

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
                "seoulwork.accounts.rights.menu",
                "seoulwork.accounts.middleware.session_seconds",
                "seoulwork.views.whose_site",
            ],
        },
    }
]

DATABASES = {
    "default": database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'seoulwork.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Measured: with Django's defaults most concurrent saves fail with "database is locked"; with these, none.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
CACHE_TABLE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "seoulwork_cache",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
CACHES = {"default": shared_cache("CACHE_URL", CACHE_TABLE), "table": CACHE_TABLE}
"""Counters of log-ins and used codes: few, short, and the same for all workers. Sessions and the counters of axes are rows of the database: who
was signed out, or locked out, stays so whatever becomes of the cache."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "seoulwork.accounts.backends.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 9}},
    {"NAME": "seoulwork.accounts.passwords.CommonWordValidator"},
    {"NAME": "seoulwork.accounts.passwords.KindsValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "seoulwork.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
PASSWORD_RESET_TIMEOUT = 30 * 60
"""Seconds for which a mailed link sets a password, once."""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "주요업무보고"
MFA_TOTP_TOLERANCE = 1
"""Half minutes by which a code may be late, or a telephone's clock wrong. Once used it opens nothing again (accounts/forms.py)."""
USERSESSIONS_ADAPTER = "seoulwork.accounts.sessions.SessionsAdapter"
MFA_ADAPTER = "seoulwork.accounts.second_factor.Adapter"
SECOND_FACTOR_ROLES = roles("SECOND_FACTOR_ROLES", "administrator" if PRODUCTION else "")
"""Who comes no further than the page for it before they have a second factor."""
SECOND_FACTOR_KEYS = keys("SECOND_FACTOR_KEYS")
"""By the first the secrets of second factors are encrypted, by each of them decrypted; with none they are stored as they are."""
OFFICE = office_sign_in(DIVISIONS)
"""The office's own sign-in, an OpenID Connect provider, beside the accounts of this site; None: there is none."""
SOCIALACCOUNT_ADAPTER = "seoulwork.accounts.office.OfficeAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: a form may send nobody away from here (form-action)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [OFFICE.app] if OFFICE else []}}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever tries on keeps the account locked
AXES_USERNAME_CALLABLE = "seoulwork.accounts.lock.username"
AXES_LOCKOUT_PARAMETERS = "seoulwork.accounts.lock.counted_by"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_CLIENT_IP_CALLABLE = "seoulwork.audit.address.client_address"
ALLAUTH_TRUSTED_PROXY_COUNT = number("PROXY_COUNT", 0)
"""How many web servers stand in front and add to X-Forwarded-For who asked them. With 0 that header, which anybody can
send, is not believed."""
ACCOUNT_RATE_LIMITS = {
    "login": None,  # right ones are not limited: an office logs in from one address
    "login_failed": "50/m/ip",  # single accounts are guarded by axes, which logs and can be unlocked
    "reset_password": "10/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
}
MFA_FORMS = {
    "authenticate": "seoulwork.accounts.forms.SecondFactorForm",
    "reauthenticate": "seoulwork.accounts.forms.SecondFactorAgainForm",
}
ACCOUNT_FORMS = {
    "login": "seoulwork.accounts.forms.LoginForm",
    "reauthenticate": "seoulwork.accounts.forms.ReauthenticateForm",
    "change_password": "seoulwork.accounts.forms.ChangePasswordForm",
    "reset_password": "seoulwork.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "seoulwork.accounts.forms.NewPasswordForm",
}
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page
SESSION_COOKIE_AGE = number("SESSION_MINUTES", 30, least=3) * 60
"""Seconds without a request after which the session ends; the browser warns two minutes before."""
SESSION_LONGEST = number("SESSION_HOURS", 12, least=1) * 60 * 60
"""Seconds after the log-in at which the session ends, however much it is used; the browser warns of that, too."""
SESSION_ENGINE = "seoulwork.accounts.store"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어")]
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    ("krds", BASE_DIR / "node_modules/krds-uiux/resources/css/token"),
    ("fonts", BASE_DIR / "node_modules/.webfonts"),
    ("codemirror", BASE_DIR / "node_modules/.codemirror"),
    ("guides/pictures", BASE_DIR / "docs/pictures"),
]
STORAGES = {
    "default": {"BACKEND": "seoulwork.operations.files.DatabaseStorage"},
    "staticfiles": {"BACKEND": "seoulwork.staticfiles.StaticFilesStorage"},
    **contents("STORAGE_URL"),
}
SENDS_BY_WEB_SERVER = switch("SENDS_BY_WEB_SERVER", False)
"""Whether the web server in front sends published files, from VAR_DIR/stored (X-Accel-Redirect)."""
MEDIA_ROOT = VAR_DIR / "media"
"""Where versions before 0.2 kept the files of evidence: a migration brings them into the database."""
WHITENOISE_MAX_AGE = 60 * 60 * 24
WHITENOISE_ALLOW_ALL_ORIGINS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
FORM_RENDERER = "seoulwork.pages.forms.FormRenderer"
FILTERS_EMPTY_CHOICE_LABEL = "모두"
DJANGO_TABLES2_TEMPLATE = "pages/table.html"
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # a whole folder may be chosen: how many are taken is said by the form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # the monthly grid without JavaScript posts every cell of a division

PUBLIC_PAGES = switch("PUBLIC_PAGES", False)
"""Whether anybody may read the list of what was published, its pages, files and open data without an account."""
OFFICIAL_SITE_BANNER = switch("OFFICIAL_SITE_BANNER", False)
"""KRDS's masthead says that the page is an official government site: only the real one may say so."""
AGENCY = {
    "name": os.environ.get("AGENCY_NAME", "서울특별시 일자리노동정책관"),
    "address": os.environ.get("AGENCY_ADDRESS", "(04524) 서울특별시 중구 세종대로 110" if DEMO else ""),
    "telephone": os.environ.get("AGENCY_TELEPHONE", "02-120" if DEMO else ""),
    "email": os.environ.get("AGENCY_EMAIL", ""),
}
"""Whose site it is: the header and the footer of every page say so. What is empty is left out."""

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10  # seconds: a worker waits
MAIL = mail()
MAIL_IS_SET_UP = not PRODUCTION or bool(MAIL.host)
"""Whether mails go out by themselves, as those of the desk do."""
MAIL_IS_LEFT_OUT = PRODUCTION and not MAIL.host and "EMAIL_HOST" in os.environ
"""Whether it was said that there is no mail: an empty EMAIL_HOST."""
DEFAULT_FROM_EMAIL = MAIL.sender
if PRODUCTION:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = MAIL.host or "localhost", MAIL.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.security == "starttls", MAIL.security == "ssl"
    SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", 60 * 60 * 24 * 365)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = switch("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]  # a probe asks the host itself
    if ALLAUTH_TRUSTED_PROXY_COUNT:  # else whoever asks could say of himself that he came by HTTPS
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # By these names browsers take them from this very host alone: no other host of the domain can put one in their place.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

KEEP = {
    "events": number("KEEP_EVENTS_YEARS", 10, least=3),
    "accesses": number("KEEP_ACCESSES_YEARS", 2, least=1),
    "sign_ins": number("KEEP_SIGN_INS_YEARS", 2, least=1),
    "tasks": number("KEEP_TASKS_YEARS", 1, least=1),
    "notices": number("KEEP_NOTICES_YEARS", 1, least=1),
}
"""Years that logs are kept. Records of access and sign-ins no less than the law asks (개인정보의 안전성 확보조치 기준 제8조: one year, two where there are
many people or sensitive data)."""
LOG_ARCHIVE_DIR = Path(os.environ["LOG_ARCHIVE_DIR"]) if os.environ.get("LOG_ARCHIVE_DIR") else None
"""Where events and access records go when their time is over; without it they stay."""
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
"""What a monitor sends (`Authorization: Bearer …`) to read /metrics; without it there is no such page."""
LOG_LEVEL = choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOG_TIME = "%Y-%m-%dT%H:%M:%S%z"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "plain_refusals": {"()": "seoulwork.operations.logs.PlainRefusals"},
        "numbered": {"()": "seoulwork.operations.logs.Numbered"},
        "one_line": {"()": "seoulwork.operations.logs.OneLine"},
    },
    "formatters": {
        "text": {
            "format": "{asctime} {levelname} {request_number} {name}: {message}",
            "style": "{",
            "datefmt": LOG_TIME,
        },
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "{asctime}{levelname}{request_number}{name}{message}",
            "style": "{",
            "datefmt": LOG_TIME,
            "json_ensure_ascii": False,
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["plain_refusals", "numbered", "one_line"],
            "formatter": choice("LOG_FORMAT", "text", ("text", "json")),
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
