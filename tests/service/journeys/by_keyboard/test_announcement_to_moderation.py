"""One inspection, from its announcement to a moderated sample, by keyboard alone.

Eight people, each in their own browser, sign in with a password and a code.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.service.journeys.by_keyboard.afterwards import (
    the_files_give_what_the_page_shows,
    the_lead_releases_feedback,
    the_quality_lead_settles,
    the_reader_writes_feedback,
)
from tests.service.journeys.by_keyboard.drawing import (
    nobody_else_sees,
    the_contact_sends_a_list_with_faults_then_mends_it,
    the_lead_draws_the_sample,
    the_lead_restricts,
    the_lead_substitutes,
)
from tests.service.journeys.by_keyboard.getting_in import everybody_signs_in
from tests.service.journeys.by_keyboard.made_up import ANNOUNCED, FACTS, Plan
from tests.service.journeys.by_keyboard.planning import (
    marks_as_done,
    the_chief_names_the_lead,
    the_chief_plans_it,
    the_lead_makes_up_the_team,
)
from tests.service.journeys.by_keyboard.reading import (
    answers_one_question,
    gives,
    names_beside,
    reads_all,
    the_lead_says_where_the_local_assessor_comes_from,
)

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]


def test_an_inspection_goes_from_its_announcement_to_a_moderated_sample(
    serve: Callable[..., Any], at_a_keyboard: Callable[[str], Any], tmp_path: Path
) -> None:
    service = serve("serve")
    people = everybody_signs_in(service, at_a_keyboard)
    chief, lead = people["chief"], people["lead"]

    the_chief_plans_it(chief)
    the_chief_names_the_lead(chief)
    lead.opens(lead.at)
    the_lead_makes_up_the_team(lead)
    marks_as_done(lead, "Announce the inspection", on=ANNOUNCED)
    marks_as_done(lead, "Ask for evidence in advance", on=ANNOUNCED)

    the_contact_sends_a_list_with_faults_then_mends_it(people["contact"], tmp_path)
    marks_as_done(lead, "Check the case list")
    sample = the_lead_draws_the_sample(lead)
    marks_as_done(lead, "Draw the sample")
    marks_as_done(lead, "Start fieldwork")

    sample[0] = the_lead_substitutes(lead, sample[0])
    joint, differs, local, restricted = sample
    the_lead_restricts(lead, restricted, to="Made-up Inspector")
    nobody_else_sees(people, restricted)

    the_lead_says_where_the_local_assessor_comes_from(lead)
    gives(lead, joint, "Made-up Inspector")
    names_beside(lead, joint, "Made-up Assistant")
    gives(lead, differs, "Made-up Assistant")
    gives(lead, local, "Made-up Local")
    gives(lead, restricted, "Made-up Inspector")
    gives(lead, differs, "Made-up Quality", kind="Second reading")

    answers_one_question(people["assistant"], joint)
    reads_all(people["inspector"], joint, Plan(facts=dict.fromkeys(FACTS, "Yes")), begun=True)
    reads_all(people["assistant"], differs, Plan(facts={"victim": "Yes", "reviewed": "Yes"}, no=4))
    reads_all(people["local"], local, Plan(no=3))
    reads_all(people["inspector"], restricted, Plan(facts={"reviewed": "Yes"}, no=2))
    second = Plan(facts={"victim": "Yes", "reviewed": "Yes"}, no=4, turned="P2.1.2")
    reads_all(people["quality"], differs, second)

    the_quality_lead_settles(people["quality"], differs)
    the_reader_writes_feedback(people["inspector"], joint)
    the_lead_releases_feedback(lead, joint)
    the_files_give_what_the_page_shows(lead, tmp_path)
