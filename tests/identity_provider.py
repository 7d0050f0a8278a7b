"""A small identity provider on this machine: discovery, keys, authorization codes with PKCE, signed ID tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "fieldwright", "the client's secret"


class IdentityProvider:
    """Signs in at once whoever comes. A test sets what the token claims, and how the provider errs."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.person: dict[str, Any] = {"sub": "42", "preferred_username": "Grace", "groups": ["office"]}
        self.wrong: dict[str, Any] = {}
        """Claims instead of the right ones; None leaves one out."""
        self.shifted: dict[str, int] = {}
        """Times instead of the right ones, in seconds from the moment of signing."""
        self.sign_with: Any = None
        """A key that is not the provider's."""
        self.header: dict[str, Any] = {}
        self.is_down = False
        self.other_issuer = ""
        self.asked: list[str] = []
        self.rotate_keys()
        self._codes: dict[str, dict[str, str]] = {}

    def rotate_keys(self) -> None:
        """From now on signs with a new key, and forgets the old one."""
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig", "alg": "ES256"})

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._configuration),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
            ]
        )

    def _configuration(self, request: Request) -> Response:
        self.asked.append("configuration")
        if self.is_down:
            return Response(status_code=502)
        return JSONResponse(
            {
                "issuer": self.other_issuer or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        )

    def _keys(self, request: Request) -> Response:
        self.asked.append("keys")
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def _authorize(self, request: Request) -> Response:
        code = secrets.token_urlsafe(16)
        self._codes[code] = dict(request.query_params)
        answer = {"code": code, "state": request.query_params["state"]}
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{urlencode(answer)}", 303)

    async def _token(self, request: Request) -> Response:
        self.asked.append("token")
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or asked["code_challenge"] != challenge.rstrip(b"=").decode()
            or asked["redirect_uri"] != form["redirect_uri"]
            or (form["client_id"], form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET)
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": self._id_token(asked["nonce"])})

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce}
        claims |= self.person | self.wrong | {name: now + seconds for name, seconds in self.shifted.items()}
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.sign_with or self.key
        algorithm = "HS256" if isinstance(key, OctKey) else "RS256" if isinstance(key, RSAKey) else "ES256"
        header = {"alg": algorithm, "kid": self.key.kid} | self.header
        if header["alg"] == "none":
            encoded = (base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in (header, claims))
            return ".".join((*encoded, ""))
        return jwt.encode(header, claims, key, algorithms=[algorithm])


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """A provider that listens on a free port of this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        provider = IdentityProvider(f"http://127.0.0.1:{listener.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(provider.app(), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield provider
        finally:
            server.should_exit = True
            thread.join()
