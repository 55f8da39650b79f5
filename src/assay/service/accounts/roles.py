"""The roles, read from `roles.toml` and checked on load."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assay.service.project.packaged import packaged

ScopeName = Literal["service", "inspection", "provider"]


class Role(BaseModel):
    """A named list of permissions.

    Attributes:
        name: As people say it.
        description: What the role is for, in a sentence.
        scopes: Where it may be given.
        permissions: What it lets a person do there.
        side: Whether its holder inspects, speaks for the body inspected, or does neither:
            nobody does the first two for one provider.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    description: str
    scopes: tuple[ScopeName, ...] = Field(min_length=1)
    permissions: frozenset[str]
    side: Literal["inspecting", "inspected", "neither"] = "inspecting"


class Roles(BaseModel):
    """Every permission with its meaning, and every role."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    permissions: dict[str, str]
    roles: dict[str, Role]

    @model_validator(mode="after")
    def _agree(self) -> "Roles":
        listed = frozenset[str]().union(*(role.permissions for role in self.roles.values()))
        if unknown := listed - set(self.permissions):
            raise ValueError(f"roles list permissions that are not described: {sorted(unknown)}")
        if unused := set(self.permissions) - listed:
            raise ValueError(f"no role lists these permissions: {sorted(unused)}")
        return self


@cache
def catalogue() -> Roles:
    """Read and check the roles once."""
    return packaged("assay.service.accounts", "roles.toml", Roles)


def role(name: str) -> Role:
    """Give a role by its key, like "lead_inspector"; KeyError if there is none."""
    return catalogue().roles[name]


def roles_of_side(side: str) -> list[str]:
    """Give the keys of the roles of one side."""
    return [key for key, found in catalogue().roles.items() if found.side == side]


def roles_with(permission: str) -> list[str]:
    """Give the keys of the roles that list a permission."""
    return [key for key, found in catalogue().roles.items() if permission in found.permissions]
