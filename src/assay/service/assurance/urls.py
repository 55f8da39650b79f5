"""The addresses of continuous assurance. Keys stand in for references, which name nobody."""

from django.urls import path

from assay.service.assurance.views import (
    criteria,
    integrity,
    linking,
    lists,
    putting_off,
    restricting,
    teams,
    trends,
    units,
    why,
)

app_name = "caseload"

HERE = "<uuid:provider_id>"
CASE = f"{HERE}/cases/<uuid:case_id>"
urlpatterns = [
    path("", lists.caseloads, name="caseloads"),
    path(f"{HERE}/", lists.caseload, name="caseload"),
    path(f"{HERE}/list/", lists.morning, name="list"),
    path(f"{HERE}/list/whole", lists.whole_list, name="whole_list"),
    path(f"{HERE}/officers/", lists.officers, name="officers"),
    path(f"{HERE}/officers/<uuid:officer_id>/", lists.officer, name="officer"),
    path(f"{HERE}/officers/<uuid:officer_id>/list.csv", lists.export, name="export"),
    path(f"{CASE}/", why.case, name="case"),
    path(f"{CASE}/<str:criterion>/", why.why, name="why"),
    path(f"{CASE}/<str:criterion>/put-off", putting_off.put_off, name="put_off"),
    path(f"{CASE}/put-back/<uuid:snooze_id>", putting_off.put_back, name="put_back"),
    path(f"{HERE}/team/", teams.team, name="team"),
    path(f"{HERE}/team/timeline", teams.timeline, name="timeline"),
    path(f"{HERE}/units/", units.units, name="units"),
    path(f"{HERE}/units/units.csv", units.export, name="export_units"),
    path(f"{HERE}/units/<uuid:unit_id>/", units.unit, name="unit"),
    path(f"{HERE}/trend/<str:criterion>/", trends.trend, name="trend"),
    path(f"{HERE}/integrity/", integrity.integrity, name="integrity"),
    path(
        f"{HERE}/integrity/<str:criterion>/<uuid:unit_id>/",
        integrity.integrity_cases,
        name="integrity_cases",
    ),
    path(f"{HERE}/criteria/", criteria.criteria, name="criteria"),
    path(f"{HERE}/criteria/<str:criterion>", criteria.criterion, name="criterion"),
    path(f"{HERE}/restricted/", restricting.restricted, name="restricted"),
    path(f"{HERE}/restricted/<uuid:restricted_case_id>/lift", restricting.lift, name="lift"),
    path(f"{HERE}/staff/", linking.staff, name="staff"),
    path(f"{HERE}/staff/<uuid:staff_link_id>/end", linking.unlink, name="unlink"),
]
