"""Who may do what in the portal: four roles, and the scopes of API tokens."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["viewer", "reviewer", "auditor", "admin"]
"""viewer finds and reads redacted documents; reviewer also reads and corrects the originals.

auditor reads everything with its history and changes nothing; admin may do all of it and manages users.
"""

ROLES: tuple[Role, ...] = get_args(Role)

INCLUDED: dict[Role, frozenset[Role]] = {
    "viewer": frozenset({"viewer"}),
    "reviewer": frozenset({"viewer", "reviewer"}),
    "auditor": frozenset({"viewer", "auditor"}),
    "admin": frozenset(ROLES),
}
"""The roles that a role includes."""

SEES_PERSONAL_DATA: frozenset[Role] = frozenset({"reviewer", "auditor", "admin"})
"""Everybody else gets the redacted page, text and JSON."""

Scope = Literal["documents:read", "documents:write", "search", "review", "admin"]
"""What an API token may be used for, at most what its owner's role allows."""

SCOPES: tuple[Scope, ...] = get_args(Scope)
