"""Writes down each connection that this process opens, in the file that LUISTER names; only tests set that.

`sitecustomize` beside it imports it when Python starts, so processes that a server starts are heard as well.
"""

import os
import sys

EVENTS = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def listen(path: str) -> None:
    """From now on, write down where this process connects to and which names it looks up."""
    file = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY)

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event in EVENTS:
            what = arguments[1] if event in EVENTS[:2] else arguments[0]
            os.write(file, f"{event} {what!r}\n".encode())

    sys.addaudithook(hear)


listen(os.environ["LUISTER"])
