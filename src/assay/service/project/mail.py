"""Sending mail: what can't be sent never undoes or hides what was done."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from assay.service.project.email import NO_MAIL

log = logging.getLogger("assay.mail")


def mail_is_set_up() -> bool:
    """Say whether there is a mail server to send by."""
    return bool(settings.EMAIL_BACKEND != NO_MAIL)


def send(messages: Iterable[tuple[str, str, str]]) -> bool:
    """Send mails, each (subject, text, address), whatever happens to the others.

    Returns:
        True if the mail server took all of them. The log says how many it did not, and never
        to whom.
    """
    connection = get_connection()
    kept = list(messages)
    failed = len(kept)
    try:
        connection.open()
        failed = sum(
            not _sent(EmailMessage(subject, text, None, [to], connection=connection))
            for subject, text, to in kept
        )
        connection.close()
    except OSError as fault:
        _note(fault)
    if failed:
        log.error("mail: not sent", extra={"data": {"mails": failed}})
    return not failed


def _sent(message: EmailMessage) -> bool:
    try:
        return bool(message.send())
    except OSError as fault:  # what smtplib raises is one of these too
        _note(fault)
        return False


def _note(fault: OSError) -> None:
    log.warning("mail: the server failed", extra={"data": {"fault": type(fault).__name__}})
