"""The addresses of django-allauth that this service uses. Those left out do not exist.

There is no sign-up, no reset by email (an administrator sends a new link) and no way to
switch codes off.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import path
from django.views.generic import RedirectView

from assay.service.accounts.routes import public, signed_in

urlpatterns = [
    path("sign-in", public("the way in")(account.login), name="account_login"),
    path(
        "code", public("the second half of the way in")(mfa.authenticate), name="mfa_authenticate"
    ),
    path(
        "closed",
        public("shown to a person whose access ended")(account.account_inactive),
        name="account_inactive",
    ),
    path("sign-out", signed_in(before_codes=True)(account.logout), name="account_logout"),
    path(
        "confirm-password",
        signed_in(before_codes=True)(account.reauthenticate),
        name="account_reauthenticate",
    ),
    path("confirm-code", signed_in()(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("password", signed_in()(account.password_change), name="account_change_password"),
    path(
        "password/set",  # where allauth sends people who only ever come by single sign-on
        signed_in()(RedirectView.as_view(pattern_name="mfa_index")),
        name="account_set_password",
    ),
    path("security", signed_in()(mfa.index), name="mfa_index"),
    path("codes", signed_in(before_codes=True)(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "codes/set-up",
        signed_in()(RedirectView.as_view(pattern_name="mfa_index")),
        name="mfa_deactivate_totp",
    ),
    path(
        "recovery-codes", signed_in()(recovery.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "recovery-codes/new",
        signed_in()(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]

if settings.OIDC_SERVER:
    from allauth.socialaccount import views as social

    from assay.service.accounts import single_sign_on

    sso: Callable[..., Any] = public("the way in by single sign-on")
    urlpatterns += [
        path(
            "sso/<str:provider_id>/login/", sso(single_sign_on.login), name="openid_connect_login"
        ),
        path(
            "sso/<str:provider_id>/callback/",
            sso(single_sign_on.callback),
            name="openid_connect_callback",
        ),
        path("sso/cancelled", sso(social.login_cancelled), name="socialaccount_login_cancelled"),
        path("sso/failed", sso(social.login_error), name="socialaccount_login_error"),
        path("sso/not-invited", sso(social.signup), name="socialaccount_signup"),
    ]
