"""A report in the browser: choose, look at the preview, download, and it is a PDF with the right title."""

import io
import re
from pathlib import Path

import pikepdf
from playwright.sync_api import expect


def test_a_report_is_chosen_previewed_and_downloaded(demo_server, demo_wachtwoord, page, log_in) -> None:
    page.set_default_timeout(60_000)
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/rapport?wijk=lindenhof")
    page.get_by_text("Raadsbijlage", exact=True).click()
    expect(page).to_have_url(re.compile("soort=raadsbijlage"))
    expect(page.get_by_text("zonder namen van medewerkers")).to_be_visible()
    page.goto(f"{demo_server.url}/rapport?wijk=lindenhof")
    page.get_by_role("button", name="Voorbeeld bekijken").click()
    preview = page.get_by_role("region", name="Voorbeeld van het rapport")
    expect(preview.get_by_role("img").first).to_be_visible(timeout=60_000)
    assert preview.get_by_role("img").first.evaluate("image => image.naturalWidth") > 800
    page.get_by_role("button", name="PDF maken").click()
    button = page.get_by_role("button", name="Download de PDF")
    expect(button).to_be_visible(timeout=60_000)
    with page.expect_download() as waiting:
        button.click()
    file = waiting.value
    assert file.suggested_filename.startswith("wijkrapport-lindenhof-")
    with pikepdf.open(io.BytesIO(Path(file.path()).read_bytes())) as document, document.open_metadata() as meta:
        assert meta["dc:title"] == "Wijkrapport Lindenhof"
    expect(page.get_by_role("link", name="Maak opnieuw: Wijkrapport").first).to_be_visible()


def test_waiting_for_a_report_can_be_stopped(demo_server, demo_wachtwoord, page, log_in) -> None:
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/rapport?soort=programmarapport")
    page.get_by_role("button", name="PDF maken").click()
    stop = page.get_by_role("button", name="Stoppen", exact=True).last
    stop.click()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("button", name="Download de PDF")).to_have_count(0)
