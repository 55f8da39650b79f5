"""The GOV.UK components our pages use render as GOV.UK Frontend publishes them."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template
from lxml import html

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "src" / "assay" / "service"
PUBLISHED = ROOT / "frontend" / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
IMPORTED = re.compile(r"govuk_frontend_jinja/components/([\w-]+)/macro\.html")


def used() -> list[str]:
    """Every component that a page imports, and those that these are made of."""
    pages = PAGES.rglob("jinja2/**/*.html")
    found = {name for page in pages for name in IMPORTED.findall(page.read_text(encoding="utf-8"))}
    return sorted(found | {"error-message", "fieldset", "hint", "label"})


@cache
def fixtures(component: str) -> list[dict[str, Any]]:
    place = PUBLISHED / component / "fixtures.json"
    if not place.exists():
        pytest.skip("GOV.UK Frontend isn't here; fetch it with: make frontend")
    return list(json.loads(place.read_text(encoding="utf-8"))["fixtures"])


def rendered(component: str, options: dict[str, Any]) -> str:
    macro = "govuk" + component.title().replace("-", "")
    source = (
        f"{{% from 'govuk_frontend_jinja/components/{component}/macro.html' import {macro} %}}"
        f"{{{{ {macro}(options) }}}}"
    )
    environment = get_template("base.html").template.environment
    return str(environment.from_string(source).render(options=options))


def plain(text: str) -> list[Any]:
    """Give markup as nested lists: tags, sorted attributes, texts without idle white space."""
    return [_node(node) for node in html.fragments_fromstring(text)]


def _node(node: Any) -> Any:
    if isinstance(node, str):
        return " ".join(node.split())
    attributes = {name: " ".join(value.split()) for name, value in node.attrib.items()}
    inside = [" ".join((node.text or "").split())]
    for child in node:
        inside += [_node(child), " ".join((child.tail or "").split())]
    return [node.tag, sorted(attributes.items()), [part for part in inside if part]]


@pytest.mark.parametrize("component", used())
def test_a_component_renders_as_it_is_published(component: str) -> None:
    different = [
        fixture["name"]
        for fixture in fixtures(component)
        if plain(rendered(component, fixture["options"])) != plain(fixture["html"])
    ]
    assert different == []


@pytest.mark.parametrize(
    "other",
    [
        '<a class="govuk-tag" href="#">Made up</a>',
        '<strong class="govuk-tag">Made up</strong>',
        '<strong class="govuk-tag" id="x">Made  up</strong>',
        '<strong class="govuk-tag" id="x">Made <b>up</b></strong>',
    ],
)
def test_the_comparison_minds_tags_attributes_and_words_and_not_white_space(other: str) -> None:
    published = '<strong id="x"\n class="govuk-tag"> Made up </strong>'
    assert plain('<strong class="govuk-tag" id="x">Made\n up</strong>') == plain(published)
    assert (plain(other) == plain(published)) == (other.count("Made  up") == 1)
