"""What stands before every page: this machine's own browser, with the token, and no more than a page needs.

Archived content is hostile, and so may be any other page that is open in the same browser. The token keeps out what
does not know it; the Host header is checked against DNS rebinding (a foreign name that resolves to 127.0.0.1), the
Origin against requests that other pages make. No other header is believed.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
FRAME_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
RECORD_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"

# `same-origin`: with `no-referrer` browsers would send our own forms with the origin "null".
HEADERS: Mapping[bytes, bytes] = MappingProxyType(
    {
        b"content-security-policy": PAGE_POLICY.encode(),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"same-origin",
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
        b"cache-control": b"no-store",
        b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    }
)


class Guard:
    """An ASGI application around another one.

    In: the port that is listened on, the token that addresses begin with, whether anything may be posted.
    """

    def __init__(self, app: ASGIApp, port: int, token: str, *, posting: bool) -> None:
        self._app = app
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self._token = token
        self._methods = {"GET", "HEAD", "POST"} if posting else {"GET", "HEAD"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                added = [(name, value) for name, value in HEADERS.items() if name not in given]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        refused = self._refused(scope)
        if refused:
            await _answer(sending, *refused)
        else:
            await self._app(scope, receive, sending)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        """Status and message where a request is refused."""
        found: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            found.setdefault(name.lower(), []).append(value)
        hosts = [value.decode("latin-1") for value in found.get(b"host", [])]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return 421, "This server answers at 127.0.0.1 alone."
        origins = [value.decode("latin-1") for value in found.get(b"origin", [])]
        if origins and origins != [f"http://{hosts[0]}"]:
            return 403, "Requests from other pages are refused."
        if scope["method"] not in self._methods:
            return 405, "This is for reading alone; start it with --judge to give verdicts."
        if scope["method"] == "POST" and not origins:
            return 403, "A form says which page it is from."
        token = scope["path"].removeprefix("/").partition("/")[0]
        if not secrets.compare_digest(token.encode("utf-8", "replace"), self._token.encode()):
            return 404, "Not found. The address begins with a token: copy all of it from where the viewer was started."
        return None


async def _answer(send: Send, status: int, text: str) -> None:
    body = f"{text}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
