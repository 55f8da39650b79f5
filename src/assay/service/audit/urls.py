"""The address of the audit trail."""

from django.urls import path

from assay.service.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.search_page, name="search"),
    path("find", views.find, name="find"),
]
