"""The shape of the record: what a case list holds, in the field's own terms."""
