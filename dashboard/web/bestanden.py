"""Files at the door: an address under /media opens only for who was shown it, and uploads have a total."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from dashboard.web.bezoeker import Bezoeker, Soort

KEPT_SECONDS = 30.0
"""So long after the screen was closed its files can be fetched: a download may begin as one walks on."""
_ADDRESS = re.compile(rb"(?s:(.))(?=/media/([0-9A-Za-z._-]{1,120}))")
"""An address in a message, with the byte before it: how long it is. What follows it may be letters as well."""
_START = len("/media/")
MEGABYTE = 1_000_000
Shown = tuple[str, str, str]


class Getoond:
    """Which addresses of files stand on whose open screens."""

    def __init__(self) -> None:
        self._count: Counter[Shown] = Counter()

    def note(self, message: bytes, bezoeker: Bezoeker, screen: set[Shown]) -> None:
        """Remember the addresses in a message to a screen; `screen` is what this screen was shown."""
        if not bezoeker.sessie or b"/media/" not in message:
            return
        for length, name in set(_ADDRESS.findall(message)):
            shown = (name[: length[0] - _START].decode(), bezoeker.soort.value, bezoeker.sessie)
            if shown not in screen:
                screen.add(shown)
                self._count[shown] += 1

    def may_fetch(self, name: str, bezoeker: Bezoeker) -> bool:
        """Whether a screen of this visitor shows the file."""
        return bool(bezoeker.sessie) and self._count[(name, bezoeker.soort.value, bezoeker.sessie)] > 0

    def closed(self, screen: Iterable[Shown]) -> None:
        """The screen is gone; a little later its files are too."""
        if gone := list(screen):
            asyncio.get_running_loop().call_later(KEPT_SECONDS, self._forget, gone)

    def _forget(self, gone: list[Shown]) -> None:
        for shown in gone:
            self._count[shown] -= 1
            if self._count[shown] <= 0:
                del self._count[shown]


class Uploads:
    """How much lies in memory of what people uploaded: per account, and of all together."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._coming: Counter[str] = Counter()

    def opened(self, session_id: str, bezoeker: Bezoeker) -> None:
        """A screen of Streamlit with this id belongs to this visitor."""
        if bezoeker.soort is Soort.ACCOUNT:
            self._owners[session_id] = bezoeker.wie

    def is_of(self, session_id: str, bezoeker: Bezoeker) -> bool:
        """Whether the screen of this id belongs to this account."""
        return self._owners.get(session_id) == bezoeker.wie

    def held(self) -> Counter[str]:
        """Bytes per account of what was uploaded and is not gone yet, and of what is coming in."""
        found = Counter(self._coming)
        if runtime.exists():
            manager = runtime.get_instance().uploaded_file_mgr
            assert isinstance(manager, MemoryUploadedFileManager)
            for session_id, files in list(manager.file_storage.items()):
                found[self._owners.get(session_id, "")] += sum(len(one.data) for one in list(files.values()))
        self._tidy()
        return found

    def comes(self, wie: str, size: int) -> None:
        """Count an upload while it comes in."""
        self._coming[wie] += size

    def came(self, wie: str, size: int) -> None:
        """It is in, or it was refused; from here on Streamlit holds it."""
        self._coming[wie] -= size

    def _tidy(self) -> None:
        """Forget whose the screens were that no longer exist."""
        if len(self._owners) > 1_000 and runtime.exists():
            active = runtime.get_instance()
            self._owners = {key: wie for key, wie in self._owners.items() if active.is_active_session(key)}
