"""`Accounts`: users, sessions, sign-in links and API tokens, as the portal and the command line see them."""

from __future__ import annotations

from store.account_types import ApiToken, AttemptLimits, Session, SignInMethod, User
from store.api_tokens import ApiTokens
from store.sessions import Sessions, SignIns
from store.users import Users

__all__ = ["Accounts", "ApiToken", "AttemptLimits", "Session", "SignInMethod", "User"]


class Accounts(Users, Sessions, SignIns, ApiTokens):
    """Who may come in. Of passwords, sessions, links and tokens only hashes are kept.

    Every method is one transaction and raises ``StoreUnavailable`` where the database does not answer.
    """
