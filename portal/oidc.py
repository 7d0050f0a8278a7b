"""OpenID Connect: the authorization code flow with PKCE, and the claims of an ID token about a person.

Source: OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9700 (security of OAuth 2.0).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from schemas.errors import DocumentError
from schemas.roles import INCLUDED, Role
from schemas.settings import OidcSettings

logger = logging.getLogger(__name__)

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by the provider's private key. HS256 and none would let the client's secret, or nobody, sign."""
TIMEOUT_S = 10.0
CONFIGURATION_LASTS_S = 3600.0
LEEWAY_S = 60


class SignInRefused(DocumentError):
    """The identity provider, or what it said, does not let this person in."""

    code = "sign_in_refused"


@dataclass(frozen=True)
class Attempt:
    """A sign-in that has begun: what the browser keeps until the provider sends it back."""

    state: str
    nonce: str
    verifier: str
    next: str

    def to_cookie(self) -> str:
        """Returns the attempt as text for a cookie."""
        return base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def from_cookie(cls, value: str) -> Attempt | None:
        """Returns the attempt of a cookie, or None where there is none."""
        try:
            return cls(**{name: str(part) for name, part in json.loads(base64.urlsafe_b64decode(value)).items()})
        except (ValueError, TypeError, AttributeError):
            return None


@dataclass(frozen=True)
class Person:
    """A person that the provider authenticated. ``subject`` is the issuer and its permanent name for the person."""

    subject: str
    name: str
    role: Role


class OidcClient:
    """This portal as the identity provider knows it.

    Args:
        settings: Issuer, client and the roles of groups.
        redirect_url: Where the provider sends people back to.
    """

    def __init__(self, settings: OidcSettings, redirect_url: str) -> None:
        self._settings = settings
        self._redirect_url = redirect_url
        self._configuration: tuple[float, dict[str, Any]] | None = None
        self._keys: KeySet | None = None

    def begin(self, next_path: str) -> tuple[str, Attempt]:
        """Returns the provider's address to send a person to, and the attempt to keep meanwhile.

        Raises:
            SignInRefused: The provider does not answer.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        attempt = Attempt(state, nonce, verifier, next_path)
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        parameters = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._redirect_url,
            "scope": self._settings.scope,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        endpoint = str(self._discovered()["authorization_endpoint"])
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(parameters)}", attempt

    def finish(self, attempt: Attempt, state: str, code: str) -> Person:
        """Returns who came back with this code.

        Raises:
            SignInRefused: The answer is not to this attempt, the token is not right, or no role is meant for them.
        """
        if not hmac.compare_digest(state.encode(), attempt.state.encode()):
            raise SignInRefused("the sign-in was begun in another browser, or too long ago: begin again")
        return self._person(self._claims(self._id_token(code, attempt.verifier), attempt.nonce))

    def _person(self, claims: dict[str, Any]) -> Person:
        role = role_of(claims, self._settings)
        if role is None:
            raise SignInRefused("You are signed in but have no role: ask an admin to add you to a group")
        subject = str(claims["sub"])
        name = str(claims.get(self._settings.name_claim) or subject)
        return Person(f"{self._settings.issuer}|{subject}", name, role)

    def _id_token(self, code: str, verifier: str) -> str:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._redirect_url}
        form |= {"code_verifier": verifier, "client_id": self._settings.client_id}
        if self._settings.client_secret is not None:
            form["client_secret"] = self._settings.client_secret.get_secret_value()
        answer = self._asked("POST", str(self._discovered()["token_endpoint"]), data=form)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInRefused("the identity provider sent no ID token; is openid among the scopes?")
        return token

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        """Returns what a token claims, once everything that it must be is checked."""
        must = {
            "iss": {"essential": True, "value": self._settings.issuer},
            "aud": {"essential": True, "value": self._settings.client_id},
            "nonce": {"essential": True, "value": nonce},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
        }
        try:
            claims = self._decoded(token).claims
            jwt.JWTClaimsRegistry(leeway=LEEWAY_S, **must).validate(claims)  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            logger.warning("an ID token was refused: %s", type(error).__name__)
            raise SignInRefused("the identity provider's token is not valid here: begin again") from None
        if claims.get("azp", self._settings.client_id) != self._settings.client_id:
            raise SignInRefused("the identity provider's token is for another application")
        return claims

    def _decoded(self, token: str) -> jwt.Token:
        """Decodes with the known keys, and once more with fresh ones: providers change them without a word."""
        if self._keys is not None:
            try:
                return jwt.decode(token, self._keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                self._keys = None
        self._keys = KeySet.import_key_set(self._asked("GET", str(self._discovered()["jwks_uri"])))  # type: ignore[arg-type]
        return jwt.decode(token, self._keys, algorithms=ALGORITHMS)

    def _discovered(self) -> dict[str, Any]:
        now = time.monotonic()
        if self._configuration is None or self._configuration[0] < now:
            issuer = self._settings.issuer
            found = self._asked("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            missing = {"authorization_endpoint", "token_endpoint", "jwks_uri"} - set(found)
            if found.get("issuer") != issuer or missing:
                raise SignInRefused(
                    "the identity provider describes another issuer; check FIELDWRIGHT_PORTAL__OIDC__ISSUER"
                )
            self._configuration = now + CONFIGURATION_LASTS_S, found
        return self._configuration[1]

    def _asked(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        try:
            answer = httpx.request(method, url, timeout=TIMEOUT_S, headers={"Accept": "application/json"}, **options)
            answer.raise_for_status()
            content = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            logger.warning("the identity provider failed: %s", type(error).__name__)
            raise SignInRefused(
                "the identity provider does not answer, or refuses: try again, or contact an admin"
            ) from None
        if not isinstance(content, dict):
            raise SignInRefused("the identity provider's answer cannot be read: contact an admin")
        return content


def role_of(claims: dict[str, Any], settings: OidcSettings) -> Role | None:
    """Returns the role that a person's groups give: of several the one that may do most, of none the default."""
    found: Any = claims
    for part in settings.role_claim.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    groups = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    roles = [settings.roles[group] for group in groups if isinstance(group, str) and group in settings.roles]
    return max(roles, key=lambda role: (len(INCLUDED[role]), role == "reviewer"), default=settings.default_role)
