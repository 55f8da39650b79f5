"""The service as a WSGI application, for `assay serve` and any other server."""

from assay.service.project.start import ready

ready()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the settings are known

application = get_wsgi_application()
