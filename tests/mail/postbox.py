"""A mail server of tests: takes what it is told to take and remembers it."""

import socketserver
from threading import Thread


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Postbox = self.server.box  # type: ignore[attr-defined]
        self._say("220 postbox")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                box.letters.append(self._read_letter())
                self._say("250 taken")
            elif verb == "RCPT":
                self._say(box.answer)
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _read_letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)


class Postbox:
    """`with Postbox() as box:` listens at `box.url` and fills `box.letters`."""

    def __init__(self, answer: str = "250 fine") -> None:
        self.answer = answer
        self.letters: list[bytes] = []

    def __enter__(self) -> "Postbox":
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk)
        self.server.daemon_threads = True
        self.server.box = self  # type: ignore[attr-defined]
        self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.server.shutdown()
        self.server.server_close()
