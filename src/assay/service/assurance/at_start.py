"""What this app tells the rest of the service when it starts."""

from assay.service.accounts.endings import when_access_ends
from assay.service.assurance.actions.handing_over import hand_over
from assay.service.assurance.finding import references_of
from assay.service.audit.finding import find_people_with

find_people_with(references_of)
when_access_ends(hand_over)
