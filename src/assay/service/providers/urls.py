"""The addresses of the register."""

from django.urls import path

from assay.service.providers import views

app_name = "providers"
urlpatterns = [
    path("", views.register, name="register"),
    path("add", views.add, name="add"),
    path("<uuid:provider_id>", views.provider, name="provider"),
    path("<uuid:provider_id>/change", views.change, name="change"),
    path("<uuid:provider_id>/close", views.close, name="close"),
    path("<uuid:provider_id>/owner", views.add_owner, name="add_owner"),
    path("<uuid:provider_id>/owner/<uuid:ownership_id>", views.change_owner, name="change_owner"),
    path("<uuid:provider_id>/link", views.link, name="link"),
    path("<uuid:provider_id>/link/<uuid:succession_id>/remove", views.unlink, name="unlink"),
]
