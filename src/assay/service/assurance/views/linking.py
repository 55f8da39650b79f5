"""Who is who in a provider's record, for whoever keeps accounts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assay.service.accounts.actions import Refused
from assay.service.accounts.routes import needs
from assay.service.assurance.actions import linking
from assay.service.assurance.forms import LinkForm
from assay.service.assurance.models import StaffLink
from assay.service.assurance.views.common import provider_of
from assay.service.project.pages import FORM
from assay.service.project.requests import user_of


@needs("caseload.link", provider="provider_id")
@FORM
def staff(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """List who is who, and who was, and add somebody."""
    provider = provider_of(request)
    form = LinkForm(request.POST or None, provider=provider)
    if form.is_valid():
        try:
            linking.link(
                by=user_of(request),
                provider=provider,
                user=form.cleaned_data["user"],
                staff_id=form.cleaned_data["staff_id"],
            )
        except Refused as refusal:
            form.add_error("user", str(refusal))
        else:
            messages.success(request, "Saved. They see their list from now on.")
            return redirect("caseload:staff", provider_id)
    held = StaffLink.objects.filter(provider=provider).select_related(
        "user", "given_by", "ended_by"
    )
    context = {
        "provider": provider,
        "now_linked": held.filter(ended_at=None),
        "ended": held.exclude(ended_at=None).order_by("-ended_at"),
        "form": form,
    }
    return render(request, "assurance/staff.html", context)


@needs("caseload.link", provider="provider_id")
@require_POST
def unlink(request: HttpRequest, provider_id: UUID, staff_link_id: UUID) -> HttpResponse:
    """End a link."""
    held = StaffLink.objects.filter(provider=provider_of(request))
    linking.unlink(by=user_of(request), link=get_object_or_404(held, public_id=staff_link_id))
    messages.success(request, "Ended.")
    return redirect("caseload:staff", provider_id)
