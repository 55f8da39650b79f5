"""The tables: case lists, the sample, readings and what was decided between two of them."""

from assay.service.cases.models.case_lists import CaseList, ProblemGroup
from assay.service.cases.models.feedback import Feedback
from assay.service.cases.models.joint import JointReader
from assay.service.cases.models.readings import Answer, Difference, HomeTeam, Reading, Sufficient
from assay.service.cases.models.samples import BreakGlass, Case, Draw, NamedReader

__all__ = (
    "Answer",
    "BreakGlass",
    "Case",
    "CaseList",
    "Difference",
    "Draw",
    "Feedback",
    "HomeTeam",
    "JointReader",
    "NamedReader",
    "ProblemGroup",
    "Reading",
    "Sufficient",
)
