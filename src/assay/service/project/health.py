"""Health endpoints: is the process alive, and can it do its work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from assay.service.accounts.routes import public


@public("a monitor has no account; the answer says nothing about anybody")
@require_safe
def live(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's shape
    """Say that the process answers."""
    return JsonResponse({"status": "live"})


@public("a load balancer has no account; the answer says nothing about anybody")
@require_safe
def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's shape
    """Say whether the database answers and is up to date; 503 if not."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    if waiting:
        return JsonResponse({"status": "the database is not up to date"}, status=503)
    return JsonResponse({"status": "ready"})
