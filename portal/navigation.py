"""The sections of the portal, and who sees which."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.roles import Role
from store.accounts import User


@dataclass(frozen=True)
class Section:
    """An entry of the navigation. ``icon`` is a symbol of ``static/icons.svg``."""

    title: str
    path: str
    icon: str
    role: Role
    also: tuple[str, ...] = ()
    """Other beginnings of paths that belong to it."""

    def holds(self, path: str) -> bool:
        """Whether a page belongs to this section."""
        folders = (own for own in (self.path, *self.also) if own != "/")
        return path == self.path or any(f"{path}/".startswith(f"{folder}/") for folder in folders)


SECTIONS = (
    Section("Search", "/", "search", "viewer", ("/search",)),
    Section("Documents", "/documents", "document", "viewer"),
    Section("Upload", "/upload", "upload", "reviewer"),
    Section("Review", "/review", "review", "reviewer"),
    Section("Operations", "/operations", "activity", "auditor"),
    Section("Audit log", "/audit", "history", "auditor"),
    Section("Admin", "/admin", "settings", "admin"),
)

ADMIN_TABS = (
    ("System", "/admin"), ("Users", "/admin/users"), ("Browsers", "/admin/sessions"), ("API tokens", "/admin/tokens"),
    ("Webhooks", "/admin/webhooks"), ("Directory", "/admin/directory"), ("Promise", "/admin/promise"),
)  # fmt: skip
"""The pages of administration: title and path."""


def sections(user: User | None, path: str) -> list[tuple[Section, bool]]:
    """Returns the sections a user sees, each with whether the page belongs to it."""
    if user is None:
        return []
    return [(section, section.holds(path)) for section in SECTIONS if user.is_one_of(section.role)]
