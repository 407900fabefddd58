"""A gateway on a real socket, for what leaves the house."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.waiting import HANG


class Gateway:
    """What came in, in order, and what is answered: ``answers`` first, then ``last``.

    An answer is a status and a body; ``None`` hangs up without a word.
    """

    def __init__(self):
        self.requests: list[tuple[dict, dict]] = []
        self.answers: list[tuple[int, object] | None] = []
        self.last: tuple[int, object] | None = (200, {"errcode": 0})
        self.url = ""
        # Held shut, the gateway has the request and does not answer yet.
        self.open = threading.Event()
        self.open.set()

    @property
    def bodies(self) -> list[dict]:
        return [body for _, body in self.requests]


@contextmanager
def gateway() -> Iterator[Gateway]:
    stub = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stub.requests.append((dict(self.headers), json.loads(body)))
            stub.open.wait(HANG)
            words = stub.answers.pop(0) if stub.answers else stub.last
            if words is None:
                self.close_connection = True
                return
            status, content = words
            text = content if isinstance(content, str) else json.dumps(content)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args):
            """The test's own output is enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/send"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.open.set()
        server.shutdown()
        server.server_close()
        thread.join()
