"""A provider of OpenID Connect that a test runs itself, on loopback: it signs in whoever `claims` says it is."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

CLIENT, SECRET = "argmap-test", "a secret of the two"


class Provider(ThreadingHTTPServer):
    """Listens on a free port. `claims` is what it says of the person; `refuses` makes it say that they broke it off."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, Any] = {"sub": "1", "preferred_username": "dora"}
        self.refuses = False
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.key = ec.generate_private_key(ec.SECP256R1())

    def app(self) -> dict[str, Any]:
        """SOCIALACCOUNT_PROVIDERS that name this provider."""
        options = {"server_url": self.url, "oauth_pkce_enabled": True}
        one = {"provider_id": "sso", "name": "Uni", "client_id": CLIENT, "secret": SECRET, "settings": options}
        return {"openid_connect": {"APPS": [one]}}


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args: Any) -> None:
        """Nothing: a test's output is its own."""

    def _say(self, body: Any, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def do_GET(self) -> None:
        url, mine = urlsplit(self.path), self.server
        if url.path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
            known = {name: f"{mine.url}/{path}" for name, path in names.items()}
            self._say(known | {"issuer": mine.url, "jwks_uri": f"{mine.url}/keys"})
        elif url.path == "/authorize":
            self._authorize({name: values[0] for name, values in parse_qs(url.query).items()})
        elif url.path == "/userinfo" and self.headers.get("Authorization", "").removeprefix("Bearer ") in mine.tokens:
            self._say(mine.claims)
        else:
            self._say({}, 404)

    def _authorize(self, asked: dict[str, str]) -> None:
        code = secrets.token_urlsafe(8)
        self.server.codes[code] = asked
        outcome = {"error": "access_denied"} if self.server.refuses else {"code": code}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(outcome | {'state': asked['state']})}")
        self.end_headers()

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        said = {name: values[0] for name, values in form.items()}
        asked = self.server.codes.pop(said.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(said.get("code_verifier", "").encode()).digest()).decode()
        if (
            asked is None
            or proof.rstrip("=") != asked["code_challenge"]
            or (said.get("client_id"), said.get("client_secret")) != (CLIENT, SECRET)
            or said.get("redirect_uri") != asked["redirect_uri"]
        ):
            return self._say({"error": "invalid_grant"}, 400)
        token = secrets.token_urlsafe(8)
        self.server.tokens.add(token)
        now = int(time.time())
        facts = self.server.claims | {"iss": self.server.url, "aud": CLIENT, "iat": now, "exp": now + 60}
        signed = jwt.encode(facts, self.server.key, algorithm="ES256", headers={"kid": "1"})
        return self._say({"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": signed})


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, while it runs."""
    with Provider() as provider:
        thread = threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()
