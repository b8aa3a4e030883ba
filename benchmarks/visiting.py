"""Requests over connections that stay open, made ready before they are sent, so that the visitor
takes little from the machine it shares with the server."""

import re
import socket
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlencode

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^;\r\n]+)", re.IGNORECASE)
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
BROWSER = "User-Agent: Mozilla/5.0\r\nAccept: text/html\r\nAccept-Language: en"


class Answer(NamedTuple):
    status: int
    head: bytes
    body: bytes


class Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> Answer:
        self.socket.sendall(request)
        heard = b""
        while (end := heard.find(b"\r\n\r\n")) < 0:
            heard += self._hear()
        head = heard[:end]
        found = LENGTH.search(head)
        length = int(found[1]) if found else 0
        parts, missing = [heard[end + 4 :]], length - (len(heard) - end - 4)
        while missing > 0:
            parts.append(self._hear())
            missing -= len(parts[-1])
        return Answer(int(head[9:12]), head, b"".join(parts))

    def _hear(self) -> bytes:
        if not (heard := self.socket.recv(262_144)):
            raise ConnectionError("the server hung up")
        return heard


def page(path: str, cookie: str = "", *, compressed: bool = False) -> bytes:
    extra = f"\r\nCookie: {cookie}" if cookie else ""
    extra += "\r\nAccept-Encoding: gzip, deflate, br" if compressed else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{BROWSER}{extra}\r\n\r\n".encode()


def form(path: str, cookie: str, **fields: str) -> bytes:
    body = urlencode(fields)
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{BROWSER}\r\nCookie: {cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def visit(port: int, requests: Sequence[bytes], *, connections: int = 4) -> list[Answer]:
    """Send them over that many connections at once; the answers in no order."""
    portions = [requests[start::connections] for start in range(connections)]
    with ThreadPoolExecutor(connections) as crowd:
        heard = crowd.map(lambda portion: _one_after_the_other(port, portion), portions)
        return [answer for answers in heard for answer in answers]


def signed_in(port: int, cookie: str, path: str) -> tuple[str, str]:
    """Open a page of the site; returns the cookie and the form token of that browser."""
    answer = Connection(port).ask(page(path, cookie))
    token = TOKEN.search(answer.body)
    if answer.status != 200 or token is None:
        raise AssertionError(f"{path} answers {answer.status} without a form")
    fresh = COOKIE.search(answer.head)
    return (fresh[1].decode() if fresh else cookie), token[1].decode()


def _one_after_the_other(port: int, requests: Iterable[bytes]) -> list[Answer]:
    connection = Connection(port)
    answers = [connection.ask(request) for request in requests]
    connection.socket.close()
    return answers
