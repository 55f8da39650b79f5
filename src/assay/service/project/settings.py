"""Django's settings, from the environment, safe when nothing is set.

Variables: ASSAY_DATA (folder), DATABASE_URL, ASSAY_SECRET_KEY, ASSAY_HOSTS (comma-separated),
ASSAY_ADDRESS (how links in emails start, else made from the first host),
ASSAY_PLAIN_HTTP (no HTTPS in front), ASSAY_TRUST_PROXY (HTTPS ends at a proxy that sets
X-Forwarded-Proto), ASSAY_DEBUG, ASSAY_EMAIL_URL (smtp://user:password@host:port, else no
mail is sent and one-time links are shown to the administrator), ASSAY_EMAIL_FROM, and
ASSAY_OIDC_SERVER, ASSAY_OIDC_CLIENT, ASSAY_OIDC_SECRET, ASSAY_OIDC_NAME for single sign-on.
"""

import os
from pathlib import Path
from typing import Any

from assay.service.project.databases import default_database
from assay.service.project.email import email_settings
from assay.service.project.environment import (
    LOOPBACK,
    data_folder,
    flag,
    names,
    secret_key,
    served_securely,
)
from assay.service.project.limits import limits
from assay.service.project.logs import logging_settings

DATA = data_folder()
DEBUG = flag("ASSAY_DEBUG")
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = names("ASSAY_HOSTS", LOOPBACK)
SECURE = served_securely(ALLOWED_HOSTS)
ADDRESS = os.environ.get("ASSAY_ADDRESS", "").rstrip("/") or (
    f"http{'s' if SECURE else ''}://{ALLOWED_HOSTS[0].removeprefix('.')}"
)

DATABASES = {"default": default_database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # In the database, so that a lockout outlives a restart and is shared by every worker.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

INSTALLED_APPS = [
    "assay.service.project",
    "assay.service.accounts",
    "assay.service.audit",
    "assay.service.providers",
    "assay.service.inspections",
    "assay.service.cases",
    "assay.service.assurance",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "assay.service.project.request_log.RequestLog",
    "assay.service.project.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "assay.service.accounts.sessions.SessionLimits",
    "assay.service.accounts.gate.Gate",
    "assay.service.project.methods.Methods",
]

ROOT_URLCONF = "assay.service.project.urls"
WSGI_APPLICATION = "assay.service.project.wsgi.application"

CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "assay.service.project.context.page",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "assay.service.project.templates.environment",
            "context_processors": CONTEXT,
        },
    },
    {
        # allauth's own texts of messages; every page is Jinja2.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT},
    },
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# -- Sign-in ----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_VALIDATION = "django.contrib.auth.password_validation"  # noqa: S105 - a module's name
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{PASSWORD_VALIDATION}.MinimumLengthValidator",
        "OPTIONS": {"min_length": limits().password.least_length},
    },
    {
        "NAME": f"{PASSWORD_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": f"{PASSWORD_VALIDATION}.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "assay.service.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_RATE_LIMITS = {
    # One address is often a whole office, so the limit that bites is the one by person.
    "login_failed": f"100/h/ip,{limits().lockout.failures}/{limits().lockout.minutes}m/key",
}
MFA_ADAPTER = "assay.service.accounts.adapters.CodeAdapter"
ACCOUNT_FORMS = {
    "login": "assay.service.accounts.sign_in_forms.SignInForm",
    "change_password": "assay.service.accounts.sign_in_forms.OwnPasswordForm",
    "reauthenticate": "assay.service.accounts.sign_in_forms.ConfirmPasswordForm",
}
MFA_FORMS = {
    "authenticate": "assay.service.accounts.sign_in_forms.CodeForm",
    "reauthenticate": "assay.service.accounts.sign_in_forms.ConfirmCodeForm",
    "activate_totp": "assay.service.accounts.sign_in_forms.SetUpCodesForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Assay"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "assay.service.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_SERVER = os.environ.get("ASSAY_OIDC_SERVER", "")
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "single-sign-on",
                "name": os.environ.get("ASSAY_OIDC_NAME", "single sign-on"),
                "client_id": os.environ.get("ASSAY_OIDC_CLIENT", ""),
                "secret": os.environ.get("ASSAY_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else [],
    }
}

# -- Sessions, cookies, headers -----------------------------------------------------------
SESSION_COOKIE_AGE = limits().session.absolute_hours * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-assay-session" if SECURE else "assay-session"
CSRF_COOKIE_NAME = "__Host-assay-csrf" if SECURE else "assay-csrf"
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would sign a person out when they follow an emailed link
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "assay.service.project.errors.csrf_failed"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if flag("ASSAY_TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# -- Static files -----------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).resolve().parent.parent / "static"]
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "assay.service.project.assets.HashedFiles"},
}
MEDIA_ROOT = DATA / "files"

# -- Mail and logs ------------------------------------------------------------------------
globals().update(email_settings())
LOGGING = logging_settings()
