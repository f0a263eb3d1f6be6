"""The letters that a chart takes along when somebody keeps it as a file (grafiek.js)."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

FOLDER = Path(__file__).parents[1] / "assets" / "letters"


def letter(request: Request) -> FileResponse:
    """One weight of our own font, European Latin only."""
    return FileResponse(
        FOLDER / Path(request.url.path).name, media_type="font/woff2", headers={"Cache-Control": "max-age=86400"}
    )


ROUTES = [Route(f"/letters/{path.name}", letter) for path in sorted(FOLDER.glob("*.woff2"))]
