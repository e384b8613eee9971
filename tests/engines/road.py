"""The road between a browser and the live server. Each has a port, and so an origin, of its own: nothing that a page
keeps in the browser is left to the next. It can be cut, and every page that goes over it carries a watchman.
"""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_WATCHMAN = "/watchman.js"
# Runs before every other script and writes down what went wrong, also across pages. No page ever sees it: it is the
# only way that both engines have to tell of scripts that failed and of the Content-Security-Policy.
_SCRIPT = b"""{
  const tell = (what) => sessionStorage.setItem("faults", (sessionStorage.getItem("faults") ?? "") + what + "\\n");
  addEventListener("error", (event) => tell(`error: ${event.message} ${event.filename}:${event.lineno}`));
  addEventListener("unhandledrejection", (event) => tell(`rejected: ${event.reason} ${event.reason?.stack ?? ""}`));
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    tell(`policy: ${effectiveDirective} ${blockedURI}`);
  });
  const say = console.error;
  console.error = (...words) => { tell(`console: ${words.join(" ")}`); say(...words); };
}"""
_TAG = f'<script src="{_WATCHMAN}"></script>'.encode()
_NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


class Road:
    """Passes requests on to a server; `url` is where it begins."""

    def __init__(self, server: str) -> None:
        self.to = urlsplit(server)
        self.cut = False
        self._front = ThreadingHTTPServer(("127.0.0.1", 0), type("Post", (_Post,), {"road": self}))
        self.url = f"http://{self.to.hostname}:{self._front.server_port}"
        threading.Thread(target=self._front.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._front.shutdown()
        self._front.server_close()


class _Post(BaseHTTPRequestHandler):
    road: Road
    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the browser has gone on meanwhile
            self.close_connection = True

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.road.cut:
            self.close_connection = True
        elif self.path == _WATCHMAN:
            self._answer(200, [("Content-Type", "text/javascript")], _SCRIPT)
        else:
            self._answer(*self._fetch(body))

    def _fetch(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        server = http.client.HTTPConnection(self.road.to.hostname, self.road.to.port, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        server.request(self.command, self.path, body or None, headers | {"Connection": "close"})
        answer = server.getresponse()
        content = answer.read()
        server.close()
        if answer.headers.get_content_type() == "text/html":
            content = content.replace(b"<head>", b"<head>" + _TAG, 1)
        return answer.status, answer.getheaders(), content

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        """Nobody reads it."""


for _method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
    setattr(_Post, f"do_{_method}", _Post._pass_on)
