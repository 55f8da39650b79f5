"""Addresses of an inspection's cases; included under the inspection's own."""

from django.urls import path

from assay.service.cases.views import (
    assigning,
    case_lists,
    cases,
    feedback,
    questions,
    readings,
    results,
    samples,
)

app_name = "cases"

READING = "readings/<uuid:reading_id>"
urlpatterns = [
    path("case-list/", case_lists.case_list, name="case_list"),
    path("case-list/upload", case_lists.upload, name="upload"),
    path("case-list/<uuid:list_id>/problems.csv", case_lists.problems, name="problems"),
    path("case-list/<uuid:list_id>/check-again", case_lists.check_again, name="check_again"),
    path("sample/", samples.sample, name="sample"),
    path("sample/draw", samples.draw, name="draw"),
    path("sample/certificate.json", samples.certificate, name="certificate"),
    path("sample/verify", samples.verify, name="verify"),
    path("restricted", cases.break_glass, name="break_glass"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/substitute", cases.substitute, name="substitute"),
    path("cases/<uuid:case_id>/restrict", cases.restrict, name="restrict"),
    path("cases/<uuid:case_id>/lift", cases.lift, name="lift"),
    path("cases/<uuid:case_id>/assign", assigning.assign, name="assign"),
    path(f"{READING}/together", assigning.join, name="join"),
    path(f"{READING}/take-back", assigning.take_back, name="take_back"),
    path(f"{READING}/reopen", assigning.reopen, name="reopen"),
    path("local-assessors", assigning.home_teams, name="home_teams"),
    path("progress/", assigning.progress, name="progress"),
    path("readings/", readings.readings, name="readings"),
    path(READING, readings.reading, name="reading"),
    path(f"{READING}/device", readings.on_device, name="on_device"),
    path(f"{READING}/submit", readings.submit, name="submit"),
    path(f"{READING}/questions/<str:question>", questions.question, name="question"),
    path(f"{READING}/questions/<str:question>/keep-saved", questions.keep_saved, name="keep_saved"),
    path("moderation/", results.moderation, name="moderation"),
    path("moderation/<uuid:difference_id>", results.settle, name="settle"),
    path("moderation/<uuid:difference_id>/undo", results.unsettle, name="unsettle"),
    path("feedback/", feedback.sheets, name="feedback"),
    path(f"{READING}/feedback", feedback.sheet, name="feedback_sheet"),
    path(f"{READING}/feedback/write", feedback.write, name="write_feedback"),
    path(f"{READING}/feedback/release", feedback.release, name="release_feedback"),
    path(f"{READING}/feedback/sheet.txt", feedback.download, name="download_feedback"),
    path("results/", results.results, name="results"),
    path("results/<str:file>.csv", results.export, name="export"),
]
