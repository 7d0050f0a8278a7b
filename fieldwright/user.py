"""``fieldwright user``: who may sign in to the portal."""

from __future__ import annotations

import getpass
import sys
from datetime import timedelta

from rich.table import Table

from fieldwright.console import console, escaped, notes, print_json
from portal.pages import ago
from schemas.errors import AccountError
from schemas.roles import ROLES, Role
from schemas.settings import load_settings
from services.portal_address import DEFAULT, known_address
from services.workbench import Workbench
from store.accounts import User
from store.secrets import new_password

ACTOR = "terminal"
"""Who did it, in the audit log: whoever may use the command line on this machine."""
LINK_LASTS = timedelta(hours=24)


def add(name: str, *, role: str, generate: bool, from_stdin: bool, link: bool) -> None:
    """Adds a user with a given or generated password, or with a link to choose one."""
    password = None if link else _password(generate=generate, from_stdin=from_stdin)
    settings = load_settings()
    with Workbench(settings) as bench:
        user = bench.store.accounts.add_user(name, known_role(role), password=password, actor=ACTOR)
        notes.print(f"{user.name} may sign in as {user.role}")
        if link:
            console.print(sign_in_link(bench, user), soft_wrap=True)


def list_users(*, as_json: bool) -> None:
    """Lists users with role and last sign-in."""
    with Workbench(load_settings()) as bench:
        users = bench.store.accounts.users()
    if as_json:
        print_json([_row(user) for user in users])
        return
    if not users:
        console.print("nobody yet: fieldwright user add NAME --role admin")
        return
    table = Table("name", "role", "signs in by", "last signed in", header_style="bold")
    for user in users:
        state = "[red]disabled[/red]" if user.disabled else _ways(user)
        table.add_row(escaped(user.name), user.role, state, ago(user.signed_in_at))
    console.print(table)


def set_disabled(name: str, disabled: bool) -> None:
    """Locks a user out everywhere, or lets them in again."""
    with Workbench(load_settings()) as bench:
        user = bench.store.accounts.set_disabled(name, disabled, actor=ACTOR)
    notes.print(f"{user.name} is {'locked out, with every session and token' if disabled else 'let in again'}")


def set_role(name: str, role: str) -> None:
    """Gives a user another role."""
    with Workbench(load_settings()) as bench:
        user = bench.store.accounts.set_role(name, known_role(role), actor=ACTOR)
    notes.print(f"{user.name} is {user.role} from the next click on")


def set_password(name: str, *, generate: bool, from_stdin: bool) -> None:
    """Sets a password, and signs the user out everywhere."""
    with Workbench(load_settings()) as bench:
        user = bench.store.accounts.user(name)
        password = _password(generate=generate, from_stdin=from_stdin)
        bench.store.accounts.set_password(user.name, password, actor=ACTOR)
    notes.print(f"{user.name} has a new password and was signed out everywhere")


def link(name: str) -> None:
    """Prints a link that signs a user in once, within a day."""
    with Workbench(load_settings()) as bench:
        console.print(sign_in_link(bench, bench.store.accounts.user(name)), soft_wrap=True)


def sign_in_link(bench: Workbench, user: User, base: str | None = None) -> str:
    """Returns the address that signs a user in once."""
    token = bench.store.accounts.new_link(user, lasts=LINK_LASTS, actor=ACTOR)
    return f"{(base or known_address(bench.settings) or DEFAULT).rstrip('/')}/sign-in/link?token={token}"


def known_role(role: str) -> Role:
    """Returns the role of this name.

    Raises:
        AccountError: There is none; the message lists those there are.
    """
    for known in ROLES:
        if known == role.strip().lower():
            return known
    raise AccountError(f"there is no role {role!r}; choose one of {', '.join(ROLES)}")


def _password(*, generate: bool, from_stdin: bool) -> str:
    if generate:
        password = new_password()
        console.print(password)
        notes.print("this is the password; it is not shown again")
        return password
    if from_stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password (12 characters or more): ")
    if getpass.getpass("The same again: ") != password:
        raise AccountError("the two passwords differ: nothing was changed")
    return password


def _row(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "role": user.role,
        "disabled": user.disabled,
        "signs_in_by": _ways(user),
        "created_at": user.created_at.isoformat(),
        "signed_in_at": user.signed_in_at.isoformat() if user.signed_in_at else None,
    }


def _ways(user: User) -> str:
    ways = ["password"] * user.has_password + ["OpenID Connect"] * (user.subject is not None)
    return ", ".join(ways) or "link only"
