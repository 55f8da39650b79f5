"""django-allauth's sign-in forms, in this service's words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as ConfirmForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
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


class CodeForm(SaysPlainly, AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], CODE, "Enter a code")


class ConfirmCodeForm(SaysPlainly, ReauthenticateForm):  # type: ignore[misc]
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
