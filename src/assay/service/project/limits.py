"""The service's limits, read from `limits.toml` and checked on load."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from assay.service.project.packaged import packaged


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SessionLimits(_Strict):
    """How long one sign-in lasts."""

    idle_minutes: int = Field(gt=0)
    idle_reason: str
    absolute_hours: int = Field(gt=0)
    absolute_reason: str
    warn_minutes: int = Field(gt=0)
    warn_reason: str
    fresh_minutes: int = Field(gt=0)
    fresh_reason: str


class LinkLimits(_Strict):
    """How long a one-time link can be used."""

    invitation_hours: int = Field(gt=0)
    invitation_reason: str
    first_account_minutes: int = Field(gt=0)
    first_account_reason: str


class LockoutLimits(_Strict):
    """After how many wrong passwords or codes a person waits, and how long."""

    failures: int = Field(gt=0)
    failures_reason: str
    minutes: int = Field(gt=0)
    minutes_reason: str


class PasswordLimits(_Strict):
    """What a password must be."""

    least_length: int = Field(ge=8)
    least_length_reason: str


class PageLimits(_Strict):
    """How much one page shows."""

    rows: int = Field(gt=0)
    rows_reason: str
    events: int = Field(gt=0)
    events_reason: str
    notices: int = Field(gt=0)
    notices_reason: str
    choices: int = Field(gt=0)
    choices_reason: str


class DeviceLimits(_Strict):
    """How answers are kept on a reader's device, and sent."""

    write_milliseconds: int = Field(gt=0)
    write_reason: str
    send_milliseconds: int = Field(gt=0)
    send_reason: str
    patience_milliseconds: int = Field(gt=0)
    patience_reason: str
    keep_days: int = Field(gt=0)
    keep_reason: str


class BackupLimits(_Strict):
    """What the key of a backup must be."""

    least_key_length: int = Field(ge=16)
    least_key_length_reason: str


class Limits(_Strict):
    """Every limit, by group."""

    session: SessionLimits
    links: LinkLimits
    lockout: LockoutLimits
    password: PasswordLimits
    page: PageLimits
    backup: BackupLimits
    device: DeviceLimits


@cache
def limits() -> Limits:
    """Read and check the limits once."""
    return packaged("assay.service.project", "limits.toml", Limits)
