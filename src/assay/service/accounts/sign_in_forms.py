"""django-allauth's sign-in forms, in this service's words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as ConfirmForm
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache
from django.forms import Field

from assay.service.project.limits import limits
from assay.service.project.plain_forms import SaysPlainly

CODE = "Code"
LONG_ENOUGH = f"At least {limits().password.least_length} characters"


class SignInForm(SaysPlainly, LoginForm):  # type: ignore[misc]
    """Email address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], "Email address", "Enter your email address")
        _say(self.fields["password"], "Password", "Enter your password")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class OwnPasswordForm(SaysPlainly, ChangePasswordForm):  # type: ignore[misc]
    """A new password for oneself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], "Current password", "Enter your current password")
        _say(self.fields["password1"], "New password", "Enter a new password")
        _say(self.fields["password2"], "New password again", "Enter the new password again")
        self.fields["password1"].help_text = LONG_ENOUGH


class ConfirmPasswordForm(SaysPlainly, ConfirmForm):  # type: ignore[misc]
    """The password before a change that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["password"], "Password", "Enter your password")


class TakesACodeOnce:
    """A code of the phone is taken once for as long as it is good.

    django-allauth remembers one for 30 seconds, but takes those of the 30 seconds before and
    after as well, for clocks that differ.
    """

    def clean_code(self) -> str:
        """Refuse a code that was taken before.

        Raises:
            ValidationError: It was, or it is wrong.
        """
        code: str = super().clean_code()  # type: ignore[misc]
        taken = self.authenticator  # type: ignore[attr-defined]
        good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        digits = "".join(filter(str.isdigit, code))
        if taken.type != Authenticator.Type.TOTP or cache.add(
            f"code-taken:{taken.user_id}:{digits}", 1, timeout=good_for
        ):
            return code
        self._emit_authentication_failed(taken)  # type: ignore[attr-defined]
        raise get_adapter().validation_error("incorrect_code")


class CodeForm(TakesACodeOnce, SaysPlainly, AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], CODE, "Enter a code")


class ConfirmCodeForm(TakesACodeOnce, SaysPlainly, ReauthenticateForm):  # type: ignore[misc]
    """A code before a change that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], CODE, "Enter a code")


class SetUpCodesForm(SaysPlainly, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new phone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], "Six-digit code", "Enter the code that the app shows")


def _say(field: Field, label: str, missing: str) -> None:
    field.label = label
    field.help_text = ""
    field.error_messages["required"] = missing
