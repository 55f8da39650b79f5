"""The addresses of notices."""

from django.urls import path

from assay.service.inspections import notice_views

app_name = "notices"
urlpatterns = [
    path("", notice_views.notices, name="notices"),
    path("read-all", notice_views.read_all, name="read_all"),
    path("<uuid:notice_id>/read", notice_views.read, name="read"),
]
