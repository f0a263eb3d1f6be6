"""Several files as one, to go together through all that takes a file: a first line that tells their names and sizes."""

import json
from collections.abc import Sequence

BEGIN = b"wijkkompas-bundel "
MOST = 100
"""Files that go together at the most."""


def bundle(files: Sequence[tuple[str, bytes]]) -> bytes:
    """These files (name, content) as one; `unbundled` is the way back."""
    told = json.dumps([[naam, len(content)] for naam, content in files]).encode()
    return BEGIN + told + b"\n" + b"".join(content for _, content in files)


def unbundled(content: bytes) -> list[tuple[str, bytes]] | None:
    """The files of a bundle, in their order; nothing when it is none."""
    if not content.startswith(BEGIN):
        return None
    head, _, rest = content.partition(b"\n")
    found: list[tuple[str, bytes]] = []
    try:
        for naam, size in json.loads(head[len(BEGIN) :])[:MOST]:
            found.append((str(naam), rest[: int(size)]))
            rest = rest[int(size) :]
    except (ValueError, TypeError):  # a file of somebody else that only begins so
        return None
    return found
