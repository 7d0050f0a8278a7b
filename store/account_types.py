"""What the store returns about users and how they are recognized."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from schemas.roles import INCLUDED, SEES_PERSONAL_DATA, Role, Scope

SignInMethod = Literal["password", "link", "oidc"]


@dataclass(frozen=True)
class AttemptLimits:
    """Wrong passwords that are allowed in a window: for a name from one address, for a name, from an address."""

    within: timedelta
    of_pair: int
    of_name: int
    of_address: int


@dataclass(frozen=True)
class User:
    """Someone who may sign in. ``name`` is lower case and stays; it is the actor in the audit log."""

    id: int
    name: str
    role: Role
    disabled: bool
    has_password: bool
    subject: str | None
    created_at: datetime
    signed_in_at: datetime | None

    def is_one_of(self, *roles: Role) -> bool:
        """Whether the user's role is one of these, or includes one."""
        return not INCLUDED[self.role].isdisjoint(roles)

    @property
    def sees_personal_data(self) -> bool:
        """Whether pages, text and JSON are sent whole; everybody else gets them redacted."""
        return self.role in SEES_PERSONAL_DATA


@dataclass(frozen=True)
class Session:
    """A signed-in browser. ``id`` is a digest that lets nobody in."""

    id: str
    user: User
    method: SignInMethod
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    browser: str


@dataclass(frozen=True)
class ApiToken:
    """A program's way in. ``hint`` is the token's beginning, by which its owner knows it."""

    id: int
    user: User
    name: str
    hint: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None
