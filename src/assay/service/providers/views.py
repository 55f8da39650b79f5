"""The pages of the register: fetch, call one action, respond."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assay.service.accounts.access import allowed
from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.inspections.requests import sent
from assay.service.project.pages import FORM, paged
from assay.service.project.requests import user_of
from assay.service.providers import actions, selectors
from assay.service.providers.forms import (
    CloseForm,
    OwnershipForm,
    ProviderForm,
    ReasonForm,
    SearchForm,
    SuccessionForm,
)
from assay.service.providers.models import Ownership, Provider


@dataclass(frozen=True, slots=True)
class Words:
    """What a form's page says: heading, button, what was done, and what to know before."""

    heading: str
    button: str
    done: str
    advice: str = ""
    warning: bool = False


@needs("providers.view", anywhere=True)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the providers, searched by words and type."""
    form = SearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": paged(request, selectors.register(**wanted)),
        "query": query.urlencode(),
        "searched": any(wanted.values()),
        "keeper": allowed(user_of(request), "providers.change"),
    }
    return render(request, "providers/register.html", context)


@needs("providers.view", anywhere=True)
@require_safe
def provider(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Show one provider: its time, owners, inspections, and who came before and after."""
    found = selectors.provider(provider_id)
    context = {
        "provider": found,
        "owners": found.ownerships.select_related("owner"),
        "took_over": found.earlier.select_related("predecessor"),
        "gave_way": found.later.select_related("successor"),
        "parts": found.parts.all(),
        "inspections": selectors.inspections_of(found, user_of(request)),
        "keeper": allowed(user_of(request), "providers.change"),
        "linker": allowed(user_of(request), "caseload.link"),
    }
    return render(request, "providers/provider.html", context)


@needs("providers.change")
@FORM
def add(request: HttpRequest) -> HttpResponse:
    """Add a provider."""
    form = ProviderForm(sent(request))
    return _form_page(
        request,
        form,
        lambda: actions.add(by=user_of(request), provider=form.provider),
        Words("Add a provider", "Add the provider", "{provider} is in the register."),
        form.provider,
    )


@needs("providers.change")
@FORM
def change(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Change what the register says of a provider."""
    form = ProviderForm(sent(request), provider=selectors.provider(provider_id))
    return _form_page(
        request,
        form,
        lambda: actions.change(by=user_of(request), provider=form.provider),
        Words("Change this provider", "Save", "The register has been changed."),
        form.provider,
    )


@needs("providers.change")
@FORM
def close(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Say when a provider closed."""
    found = selectors.provider(provider_id)
    form = CloseForm(sent(request), provider=found)
    return _form_page(
        request,
        form,
        lambda: actions.close(
            by=user_of(request), provider=found, closed_on=form.cleaned_data["closed_on"]
        ),
        Words(
            "When did this provider close?",
            "Close it",
            "{provider} is closed. Its inspections stay with it.",
            "It stays in the register with its inspections. Say afterwards who took over from it.",
        ),
        found,
    )


@needs("providers.change")
@FORM
def add_owner(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Say who owned a provider, and when."""
    return _owner(request, Ownership(provider=selectors.provider(provider_id)))


@needs("providers.change")
@FORM
def change_owner(request: HttpRequest, provider_id: UUID, ownership_id: UUID) -> HttpResponse:
    """Change who owned a provider, or when."""
    return _owner(request, selectors.ownership(selectors.provider(provider_id), ownership_id))


def _owner(request: HttpRequest, ownership: Ownership) -> HttpResponse:
    form = OwnershipForm(sent(request), ownership=ownership)
    return _form_page(
        request,
        form,
        lambda: actions.set_ownership(
            by=user_of(request), ownership=ownership, owner=form.cleaned_data["owner"]
        ),
        Words("Who owned this provider?", "Save", "The owner is in the register."),
        ownership.provider,
    )


@needs("providers.change")
@FORM
def link(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Say who took over from a provider."""
    found = selectors.provider(provider_id)
    form = SuccessionForm(sent(request), predecessor=found)
    return _form_page(
        request,
        form,
        lambda: actions.link(by=user_of(request), succession=form.succession),
        Words(
            "Who took over from this provider?",
            "Save",
            "The link is in the register.",
            "For a merger, do this on each body that was merged. For a split, do it once for "
            "each body that took a part, and mark each as a split.",
        ),
        found,
    )


@needs("providers.change")
@FORM
def unlink(request: HttpRequest, provider_id: UUID, succession_id: UUID) -> HttpResponse:
    """Take back that somebody took over, with a reason."""
    found = selectors.provider(provider_id)
    wrong = selectors.succession(found, succession_id)
    form = ReasonForm(sent(request))
    return _form_page(
        request,
        form,
        lambda: actions.unlink(
            by=user_of(request), succession=wrong, reason=form.cleaned_data["reason"]
        ),
        Words(
            "Remove this link?",
            "Remove the link",
            "The link has been removed.",
            f"The register will no longer say that {wrong.successor} took over.",
            warning=True,
        ),
        found,
    )


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    words: Words,
    provider: Provider,
) -> HttpResponse:
    """Show a form about a provider; when it is right, act and go to the provider's page."""
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words.done.format(provider=provider))
            return redirect("providers:provider", provider.public_id)
    known = provider if provider.pk else None
    context = {"form": form, "words": words, "provider": known}
    return render(request, "providers/form.html", context)
