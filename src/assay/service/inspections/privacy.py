"""Which fields of this app are personal: who holds and who did a step, and who is told."""

PRIVACY = {
    "Inspection": {
        "id": "not personal",
        "public_id": "not personal",
        "provider": "not personal",
        "framework": "not personal",
        "name": "not personal",
        "announce_on": "not personal",
        "fieldwork_starts_on": "not personal",
        "fieldwork_ends_on": "not personal",
        "reached": "not personal",
    },
    "InspectionStep": {
        "id": "not personal",
        "public_id": "not personal",
        "inspection": "not personal",
        "step": "not personal",
        "holder": "personal",
        "due_on": "not personal",
        "due_by_hand": "not personal",
        "done_on": "not personal",
        "done_at": "not personal",
        "done_by": "personal",
    },
    "Notice": {
        "id": "not personal",
        "public_id": "not personal",
        "recipient": "personal",
        "kind": "not personal",
        "inspection": "not personal",
        "about": "not personal",
        "step": "not personal",
        "occasion": "not personal",
        "created_at": "not personal",
        "read_at": "not personal",
    },
}
