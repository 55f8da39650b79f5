"""The service as a WSGI application, for `assay serve` and any other server."""

from assay.service.project.start import ready

ready()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the settings are known

from assay.service.project.last_resort import last_resort  # noqa: E402 - the same

application = last_resort(get_wsgi_application())
