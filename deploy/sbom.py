"""What the software is made of, from the pins: `deploy/sbom.cdx.json` (CycloneDX) and `docs/licenties.md`.

Run by `make sbom`, in an environment that has what `requirements.txt` names: the licences stand with the packages.
"""

import json
import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from wijkkompas_core.settings import VERSIE  # noqa: E402  only now it can be found

SBOM, LICENTIES = ROOT / "deploy" / "sbom.cdx.json", ROOT / "docs" / "licenties.md"
IN_THEIR_FILE = {"pyrage": "MIT"}
"""Of who names the licence only in the text that comes with the package."""
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)((?: ; [^\\]*)?)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)
HEAD = """# Licenties

Van alles wat `make install` neerzet, met de licentie die de makers zelf noemen. Gemaakt door `make sbom` uit de vaste
versies in `requirements.txt`; de lijst voor machines is `deploy/sbom.cdx.json`.

| bibliotheek | versie | licentie |
| --- | --- | --- |
"""


@dataclass(frozen=True)
class Pin:
    """One line of `requirements.txt`: a name, its version, and the hashes of its files."""

    naam: str
    versie: str
    hashes: tuple[str, ...]


def pins(text: str) -> list[Pin]:
    """Every package that is pinned in a requirements file."""
    found = PIN.findall(text)
    return [Pin(name, version, tuple(re.findall(r"sha256:(\w+)", hashes))) for name, version, _, hashes in found]


def licentie(naam: str) -> str:
    """The licence as the makers name it; empty where they do not, or where the package is for another machine."""
    try:
        told = metadata(naam)
    except PackageNotFoundError:
        return ""
    said = told.get("License-Expression") or ""
    of_class = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    whole = (told.get("License") or "").strip()
    short = whole if whole and "\n" not in whole and len(whole) <= 60 else ""
    return (
        said or ", ".join(name for name in of_class if name != "OSI Approved") or short or IN_THEIR_FILE.get(naam, "")
    )


def sbom(found: list[Pin]) -> str:
    """The list as CycloneDX 1.6, the same for the same pins: without a moment and without a number of its own."""
    factory = LicenseFactory()
    bom = Bom()
    ours = Component(name="wijkkompas", version=VERSIE, type=ComponentType.APPLICATION, bom_ref="wijkkompas")
    bom.metadata.component = ours
    for pin in found:
        purl = PackageURL("pypi", None, pin.naam, pin.versie)
        said = licentie(pin.naam)
        bom.components.add(
            Component(
                name=pin.naam,
                version=pin.versie,
                type=ComponentType.LIBRARY,
                bom_ref=str(purl),
                purl=purl,
                licenses=[factory.make_from_string(said)] if said else [],
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in pin.hashes],
            )
        )
    bom.register_dependency(ours, bom.components)
    document = json.loads(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string())
    document["metadata"].pop("timestamp", None)
    document.pop("serialNumber", None)
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def licenties(found: list[Pin]) -> str:
    """The list for people to read."""
    rows = [f"| {pin.naam} | {pin.versie} | {licentie(pin.naam) or 'niet genoemd'} |\n" for pin in found]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    made = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    SBOM.write_text(sbom(made), encoding="utf-8")
    LICENTIES.write_text(licenties(made), encoding="utf-8")
    print(f"{len(made)} bibliotheken staan in {SBOM.relative_to(ROOT)} en {LICENTIES.relative_to(ROOT)}.")
