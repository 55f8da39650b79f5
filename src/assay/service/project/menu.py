"""The service navigation: one line for each part of the service."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the menu, shown to those who hold the permission anywhere ("": all)."""

    text: str
    route: str
    permission: str = ""


MENU = (
    Entry("Home", "home"),
    Entry("Caseload", "caseload:caseloads", "caseload.view"),
    Entry("Inspections", "inspections:inspections", "inspections.view"),
    Entry("Providers", "providers:register", "providers.view"),
    Entry("People", "accounts:people", "people.view"),
    Entry("Audit trail", "audit:search", "audit.read"),
)
