"""Every address of the service, and the demonstration's own."""

from django.urls import include, path

from assay.service.demo import views
from assay.service.project import urls as service

handler400, handler403 = service.handler400, service.handler403
handler404, handler500 = service.handler404, service.handler500

DEMO = [
    path("", views.start, name="start"),
    path("sign-in/<str:role>", views.sign_in, name="sign_in"),
    path("pages/<path:name>", views.page, name="page"),
]
urlpatterns = [*service.urlpatterns, path("demo/", include((DEMO, "demo")))]
