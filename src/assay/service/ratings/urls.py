"""Addresses of an inspection's ratings panel; included under the inspection's own."""

from django.urls import path

from assay.service.ratings import views

app_name = "ratings"
urlpatterns = [
    path("panel/", views.panel, name="panel"),
    path("panel/members", views.members, name="members"),
    path("panel/close", views.close, name="close"),
    path("panel/reopen", views.reopen, name="reopen"),
    path("panel/files/<str:panel_file>.csv", views.take_out, name="take_out"),
    path("panel/standards/<str:standard>/", views.why, name="why"),
    path("panel/standards/<str:standard>/propose", views.propose, name="propose"),
    path("panel/standards/<str:standard>/decide", views.decide, name="decide"),
]
