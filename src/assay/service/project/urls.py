"""Every address of the service."""

from django.urls import include, path

from assay.service.project import device, errors, health, views

handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.server_error

urlpatterns = [
    path("", views.home, name="home"),
    path("stay", views.stay, name="stay"),
    path("device/", device.on_this_device, name="device"),
    path("device/visitor", device.visitor, name="device_visitor"),
    path("app.webmanifest", device.manifest, name="manifest"),
    path("service-worker.js", device.service_worker, name="service_worker"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("account/", include("assay.service.accounts.sign_in_urls")),
    path("people/", include("assay.service.accounts.urls")),
    path("audit/", include("assay.service.audit.urls")),
    path("providers/", include("assay.service.providers.urls")),
    path("caseload/", include("assay.service.assurance.urls")),
    path("notices/", include("assay.service.inspections.notice_urls")),
    path("inspections/", include("assay.service.inspections.urls")),
    path("inspections/<uuid:inspection_id>/", include("assay.service.cases.urls")),
]
