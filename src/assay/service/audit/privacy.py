"""Which fields of this app are personal: those that point to a person."""

PRIVACY = {
    "Event": {
        "sequence": "not personal",
        "at": "not personal",
        "kind": "not personal",
        "action": "not personal",
        "by": "personal",
        "object_type": "not personal",
        "object_id": "personal",
        "person": "personal",
        "inspection": "not personal",
        "reason": "personal",
        "changes": "not personal",
        "previous_hash": "not personal",
        "hash": "not personal",
    },
    "ChainHead": {
        "id": "not personal",
        "sequence": "not personal",
        "hash": "not personal",
    },
}
