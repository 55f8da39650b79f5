"""Single sign-on: allauth's views, with a page of ours when the provider fails."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.socialaccount.providers.openid_connect import views as oidc
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

log = logging.getLogger("assay.single_sign_on")
# What comes of a provider that is down, or whose answer is not what the protocol says.
FAULTS = (RequestException, KeyError, ValueError)


def _kindly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def kind(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except FAULTS as fault:
            log.warning(
                "single sign-on: the provider failed",
                extra={"data": {"fault": type(fault).__name__}},
            )
            page = "socialaccount/authentication_error.html"
            return render(request, page, status=HTTPStatus.SERVICE_UNAVAILABLE)

    return kind


login: Callable[..., Any] = _kindly(oidc.login)
callback: Callable[..., Any] = _kindly(oidc.callback)
