"""The addresses of inspections."""

from django.urls import path

from assay.service.inspections import step_views, team_views, views

app_name = "inspections"
ONE = "<uuid:inspection_id>"
STEP = f"{ONE}/steps/<str:step>"
urlpatterns = [
    path("", views.inspections, name="inspections"),
    path("create", views.create, name="create"),
    path(ONE, views.inspection, name="inspection"),
    path(f"{ONE}/dates", views.dates, name="dates"),
    path(f"{ONE}/history", views.history, name="history"),
    path(f"{ONE}/team", team_views.team, name="team"),
    path(f"{ONE}/team/add", team_views.join, name="join"),
    path(f"{ONE}/team/<uuid:held_id>/end", team_views.leave, name="leave"),
    path(STEP, step_views.step, name="step"),
    path(f"{STEP}/change", step_views.change, name="change_step"),
    path(f"{STEP}/move", step_views.move, name="move"),
    path(f"{STEP}/undo", step_views.undo, name="undo"),
]
