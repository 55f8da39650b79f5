"""When the last person who could open a restricted case loses access, others take it over."""

from django.db import transaction

from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import roles_with
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.actions.carrying_restrictions import restrictions_in_force
from assay.service.cases.models import Case, NamedReader
from assay.service.cases.notices import tell_about_case
from assay.service.cases.selectors import people_with


@transaction.atomic
def hand_over(*, by: User, user: User) -> None:
    """Name the chief inspectors on the cases that nobody who is named can open any more.

    They are whoever may restrict cases on the whole service. With none of them the case stays
    as it is, and can only be opened in an emergency.

    Args:
        by: Who ended the access.
        user: Whose access ended, all of it or one role.
    """
    named = NamedReader.objects.filter(user=user, ended_at=None)
    held = restrictions_in_force().filter(pk__in=named.values("case")).select_related("inspection")
    for case in held:
        still = people_with(case.inspection, "cases.view")
        if not still.filter(pk__in=case.named.filter(ended_at=None).values("user")).exists():
            _name_chiefs(by, case)


def _name_chiefs(by: User, case: Case) -> None:
    answering = Membership.objects.current().filter(
        role__in=roles_with("cases.restrict"), scope=Membership.Scope.SERVICE
    )
    chiefs = list(User.objects.filter(pk__in=answering.values("user"), is_active=True))
    if not chiefs:
        return
    NamedReader.objects.bulk_create(
        NamedReader(case=case, user=chief, given_by=by) for chief in chiefs
    )
    event = record(
        kind=Kind.ALTERATION,
        action="cases.hand_over",
        by=by,
        about=case,
        person=case.public_id,
        inspection=case.inspection,
        reason="nobody else who was named could open it any more",
        changes={"named": {"changed": True}},
    )
    if case.draw.superseded_at is None:
        tell_about_case("restricted_handed_over", case, chiefs, event)
