"""The Jinja2 environment of every page."""

from typing import Any

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from assay.service.project import words
from assay.service.project.assets import asset
from assay.service.project.components import error_list, field_parameters


def environment(**options: Any) -> Environment:
    """Build the environment: our templates, the GOV.UK components, our filters."""
    options["autoescape"] = True
    built = Environment(**{"trim_blocks": True, "lstrip_blocks": True, **options})  # noqa: S701 - it is on, in the options
    govuk = PackageLoader("govuk_frontend_jinja")
    built.loader = ChoiceLoader([options["loader"], PrefixLoader({"govuk_frontend_jinja": govuk})])
    built.globals.update(
        asset=asset,
        url=address,
        now=timezone.localtime,
        error_list=error_list,
        field_parameters=field_parameters,
        get_messages=get_messages,
    )
    built.filters.update(
        date=words.date, moment=words.moment, short_moment=words.short_moment, number=words.number
    )
    return built


def address(name: str, *arguments: Any) -> str:
    """Give the address of a route by its name and positional arguments."""
    return reverse(name, args=[str(argument) for argument in arguments])
