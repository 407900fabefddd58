"""A mail server on a real socket that answers, refuses or breaks off as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

GO_ON = "354 go on"


class MailServer:
    """``answers`` by command (``RCPT``, ``DATA`` …); None hangs up after it was heard.

    ``TEXT`` is the answer to the message itself. ``taken`` counts the messages that came in
    whole, answered or not.
    """

    def __init__(self):
        self.answers: dict[str, str | None] = {}
        self.taken = 0
        self.port = 0

    def answer(self, command: str, usual: str) -> str | None:
        return self.answers.get(command, usual)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    stub = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self._say("220 ready")
            while line := self.rfile.readline().decode().strip():
                command = line.split(":")[0].split()[0].upper()
                words = stub.answer(command, GO_ON if command == "DATA" else "250 ok")
                if not self._say(words) or command == "QUIT":
                    return
                if words == GO_ON and not self._take():
                    return

        def _take(self) -> bool:
            while (line := self.rfile.readline()).strip() != b".":
                if not line:
                    return False
            stub.taken += 1
            return self._say(stub.answer("TEXT", "250 queued"))

        def _say(self, words: str | None) -> bool:
            if words is not None:
                self.wfile.write(f"{words}\r\n".encode())
            return words is not None

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    stub.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
