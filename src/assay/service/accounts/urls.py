"""The addresses of people and access."""

from django.urls import path

from assay.service.accounts import link_views, views, welcome

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("invite", views.invite, name="invite"),
    path("welcome/<str:token>", welcome.welcome, name="welcome"),
    path("<uuid:person_id>", views.person, name="person"),
    path("<uuid:person_id>/role", views.give_role, name="give_role"),
    path("<uuid:person_id>/role/<uuid:membership_id>/end", views.end_role, name="end_role"),
    path("<uuid:person_id>/renew", link_views.renew, name="renew"),
    path("<uuid:person_id>/restore", link_views.restore, name="restore"),
    path("<uuid:person_id>/end", views.end_access, name="end_access"),
]
