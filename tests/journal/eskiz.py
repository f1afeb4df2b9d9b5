"""A gateway that answers as notify.eskiz.uz does, and can fail as it does: tokens lapse, texts are not approved."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

LOGIN, PASSWORD = "ofis@tkti.uz", "sir & sir"


@dataclass
class Gateway:
    """What it was asked, and how it shall fail."""

    address: str = ""
    signed_in: int = 0
    sent: list[dict[str, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    approved: str = "Harakat"
    broken: bool = False

    @property
    def url(self) -> str:
        """As ``SMS_URL`` names it."""
        return f"eskiz+http://ofis%40tkti.uz:sir%20%26%20sir@{self.address}?from=4546"

    def lapse(self) -> None:
        """A month goes by."""
        self.tokens.clear()

    def answer(self, path: str, said: dict[str, str], token: str) -> tuple[int, dict[str, Any] | str]:
        """Status and body."""
        if self.broken:
            return 502, "<html>Bad Gateway</html>"
        if path == "/api/auth/login":
            if (said.get("email"), said.get("password")) != (LOGIN, PASSWORD):
                return 401, {"message": "Invalid credentials", "status": "error"}
            self.signed_in += 1
            self.tokens.add(f"token-{self.signed_in}")
            data = {"token": f"token-{self.signed_in}"}
            return 200, {"message": "token_generated", "data": data, "token_type": "bearer"}
        if token not in self.tokens:
            return 401, {"message": "Expired", "status": "token-invalid"}
        if path != "/api/message/sms/send":
            return 404, {"message": "Not found"}
        if not said.get("message", "").startswith(self.approved):
            return 400, {"status": "error", "message": "Для теста можно использовать только одобренные тексты"}
        self.sent.append(said)
        return 200, {"id": f"id-{len(self.sent)}", "message": "Waiting for SMS provider", "status": "waiting"}


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Listens on a free port of this machine until the block ends."""
    state = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            said = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, answer = state.answer(self.path, said, token)
            self.send_response(status)
            self.end_headers()
            self.wfile.write((answer if isinstance(answer, str) else json.dumps(answer)).encode())

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
