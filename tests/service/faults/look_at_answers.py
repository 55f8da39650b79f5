"""Say, as JSON, what answers a service holds and whether any of them is half-made."""

import json
import sys

from assay.service.project.start import ready

ready()

# ruff: noqa: E402 - models can only be imported once Django is ready
from django.db.models import Count, Max, Q

from assay.service.audit.models import Event
from assay.service.audit.verify import verify
from assay.service.cases.models import Answer, Reading

verdict = verify()
each = Answer.objects.values("reading", "question")
counted = each.annotate(
    versions=Count("pk"), last=Max("version"), now=Count("pk", filter=Q(current=True))
)
json.dump(
    {
        "answers": {str(a.client_id): a.reason for a in Answer.objects.all()},
        "current": sorted(Answer.objects.filter(current=True).values_list("reason", flat=True)),
        "events": Event.objects.filter(action="cases.answer").count(),
        "gaps": sum(row["versions"] != row["last"] or row["now"] != 1 for row in counted),
        "half_started": Reading.objects.filter(started_at=None, answers__isnull=False).count()
        + Reading.objects.filter(started_at__isnull=False, answers=None).count(),
        "broken": verdict.broken,
    },
    sys.stdout,
)
