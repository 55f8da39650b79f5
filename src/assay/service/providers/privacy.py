"""Which fields of this app are personal: none, as it is a register of bodies."""

PRIVACY = {
    "Provider": {
        "id": "not personal",
        "public_id": "not personal",
        "name": "not personal",
        "short_name": "not personal",
        "body_type": "not personal",
        "area": "not personal",
        "part_of": "not personal",
        "opened_on": "not personal",
        "closed_on": "not personal",
    },
    "Owner": {
        "id": "not personal",
        "public_id": "not personal",
        "name": "not personal",
    },
    "Ownership": {
        "id": "not personal",
        "public_id": "not personal",
        "provider": "not personal",
        "owner": "not personal",
        "starts_on": "not personal",
        "ends_on": "not personal",
    },
    "Succession": {
        "id": "not personal",
        "public_id": "not personal",
        "predecessor": "not personal",
        "successor": "not personal",
        "starts_on": "not personal",
        "split": "not personal",
    },
}
