"""What every connection must keep, before any route is looked at: plain ASGI, so that streams pass unbuffered.

Sizes are bounded, hosts are known names, bodies are JSON (a page of another site cannot send that without asking
first, and is not allowed to), a token is compared in constant time, and every answer carries careful headers.
"""

import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ansatz.serve.settings import MAX_BODY, Settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
OPEN = ("/v1/health",)  # to whoever watches whether it runs
_MAX_TARGET = 8_000  # bytes of path and query


class Guard:
    """Wraps an application."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app, self._hosts, self._token = app, settings.hosts, settings.token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        refused = self._refused(scope, headers)
        if refused is not None:
            await _refuse(send, *refused)
            return
        count = 0

        async def bounded() -> MutableMapping[str, Any]:
            nonlocal count
            message = await receive()
            count += len(message.get("body", b""))
            if count > MAX_BODY:
                return {"type": "http.disconnect"}
            return message

        async def careful(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                named = {name for name, _ in message.get("headers", ())}
                added = [(name, value) for name, value in HEADERS if name not in named]
                if scope["path"].startswith("/v1/") and b"cache-control" not in named:
                    added.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        await self._app(scope, bounded, careful)

    def _refused(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str, str] | None:
        """(status, type, sentence) where the connection keeps no rule."""
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and ":" in host else host
        if self._hosts is not None and name not in self._hosts:
            return 421, "WrongHost", "This service is not known by that name; see ansatz serve --name."
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > _MAX_TARGET:
            return 414, "TooLong", f"An address has at most {_MAX_TARGET} bytes."
        path, method = scope["path"], scope["method"]
        guarded = path.startswith("/v1/") or path.startswith("/mcp")
        if self._token is not None and guarded and path not in OPEN:
            given = headers.get(b"authorization", b"")
            if not hmac.compare_digest(given, f"Bearer {self._token}".encode()):
                return 401, "Unauthorized", "Send the service's token as Authorization: Bearer TOKEN."
        if method == "POST":
            kind = headers.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()
            size = headers.get(b"content-length", b"0")
            empty = size == b"0" and b"transfer-encoding" not in headers
            if guarded and not empty and kind != "application/json":
                return 415, "NotJson", "Send a JSON object, with Content-Type: application/json."
            if not size.isdigit() or int(size) > MAX_BODY:
                return 413, "TooLarge", f"A request has at most {MAX_BODY} bytes."
        return None


async def _refuse(send: Send, status: int, kind: str, message: str) -> None:
    body = json.dumps({"error": {"type": kind, "message": message}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *HEADERS]
    if status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="ansatz"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
