"""A real HTTP server on this machine that hands out one file, and can be made to behave badly."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """What it serves may be changed while it runs."""

    content: bytes
    address: str = ""
    etag: str = '"one"'
    cuts: list[int] = field(default_factory=list)
    """How many bytes each of the next answers breaks off after."""
    status: int = 0
    """Instead of the file, if not 0."""
    knows_ranges: bool = True
    waits_after: int | None = None
    """Bytes after which it falls silent until `go_on` is set."""
    go_on: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    """The Range of each request."""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range", "")
        self.asked.append(wanted)
        if self.status:
            request.send_error(self.status)
            return
        start = 0
        if wanted and self.knows_ranges and request.headers.get("If-Range") == self.etag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if start >= len(self.content) > 0:
            request.send_response(416)
            request.send_header("Content-Range", f"bytes */{len(self.content)}")
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(self.content) - 1}/{len(self.content)}")
        request.send_header("Content-Length", str(len(self.content) - start))
        request.send_header("ETag", self.etag)
        request.end_headers()
        self._send(request, self.content[start:])

    def _send(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        if self.cuts:
            request.wfile.write(body[: self.cuts.pop(0)])
        elif self.waits_after is not None:
            request.wfile.write(body[: self.waits_after])
            request.wfile.flush()
            self.go_on.wait(30)
            request.wfile.write(body[self.waits_after :])
        else:
            request.wfile.write(body)


@contextmanager
def serving(content: bytes) -> Iterator[FileServer]:
    """Serve this content at `address` until the end of the block."""
    file = FileServer(content)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            file.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by the library
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    file.address = f"http://127.0.0.1:{server.server_address[1]}/model.zip"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield file
    finally:
        file.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
