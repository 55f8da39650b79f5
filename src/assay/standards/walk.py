"""Walking a framework with the place of each part, for checks that say where a fault is.

A place is keys and positions from the top of the file, counted from 0.
"""

from collections.abc import Iterator

from assay.standards.framework import Domain, Framework, KeyQuestion, Standard

Place = tuple[str | int, ...]
Fault = tuple[Place, str]


def domains_of(framework: Framework) -> Iterator[tuple[Place, Domain]]:
    """Walk the domains, each with its place."""
    for position, domain in enumerate(framework.domains):
        yield ("domains", position), domain


def standards_of(framework: Framework) -> Iterator[tuple[Place, Standard]]:
    """Walk the standards, each with its place."""
    for place, domain in domains_of(framework):
        for position, standard in enumerate(domain.standards):
            yield (*place, "standards", position), standard


def questions_of(framework: Framework) -> Iterator[tuple[Place, Standard, KeyQuestion]]:
    """Walk the key questions, each with its place and the standard it belongs to."""
    for place, standard in standards_of(framework):
        for position, question in enumerate(standard.key_questions):
            yield (*place, "key_questions", position), standard, question
