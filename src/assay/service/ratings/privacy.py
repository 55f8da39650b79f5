"""Which fields of this app are personal: who took part, and what people wrote."""

RATED = {
    "id": "not personal",
    "public_id": "not personal",
    "inspection": "not personal",
    "standard": "not personal",
    "rating": "not personal",
    "reason": "personal",
    "given_by": "personal",
    "given_at": "not personal",
    "superseded_at": "not personal",
}
PRIVACY = {
    "Panel": {
        "id": "not personal",
        "public_id": "not personal",
        "inspection": "not personal",
        "answers": "not personal",
        "closed_at": "not personal",
        "closed_by": "personal",
    },
    "Proposal": RATED,
    "Decision": RATED | {"agreed_by": "personal", "dissent": "personal"},
}
