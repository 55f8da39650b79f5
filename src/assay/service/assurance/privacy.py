"""Which fields of this app are personal."""

IDS = {"id": "not personal", "public_id": "not personal"}
PRIVACY = {
    "Caseload": IDS
    | {
        "provider": "not personal",
        "as_of": "not personal",
        "profile": "not personal",
        "extract": "not personal",
        "folder": "not personal",
        "cases": "not personal",
        "loaded_by": "personal",
        "loaded_at": "not personal",
        "erased_at": "not personal",
    },
    "StaffLink": IDS
    | {
        "provider": "not personal",
        "user": "personal",
        "staff_id": "personal",
        "given_by": "personal",
        "given_at": "not personal",
        "ended_by": "personal",
        "ended_at": "not personal",
    },
    "RestrictedCase": IDS
    | {
        "provider": "not personal",
        "case_ref": "personal",
        "reason": "not personal",
        "given_by": "personal",
        "given_at": "not personal",
        "ended_by": "personal",
        "ended_at": "not personal",
    },
    "NamedPerson": IDS | {"restricted": "not personal", "user": "personal"},
    "Snooze": IDS
    | {
        "provider": "not personal",
        "case_ref": "personal",
        "criterion": "not personal",
        "state": "not personal",
        "reason": "not personal",
        "until": "not personal",
        "by": "personal",
        "at": "not personal",
        "undone_by": "personal",
        "undone_at": "not personal",
    },
}
