"""Charts in the browser: each is drawn once, though Streamlit gives plotly every figure twice, and has its room."""

import pytest
from playwright.sync_api import expect

from tests.e2e.maten import IDLE

# Plotly takes annotations and shapes away and makes them again whenever it draws.
COUNT = """(() => {
  window.drawn = new WeakMap();
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) {
      const made = node.nodeType === 1 && node.closest?.(".annotation, .shapelayer path");
      const chart = made && made === node && node.closest(".js-plotly-plot");
      if (chart) window.drawn.set(chart, (window.drawn.get(chart) ?? 0) + 1);
    }
  }).observe(document, { subtree: true, childList: true });
})()"""
TIMES = """(charts) => charts.map((chart) =>
    (window.drawn.get(chart) ?? 0) / chart.querySelectorAll(".annotation, .shapelayer path").length)"""


@pytest.mark.parametrize("address", ["kompas", "balans", "wijk", "voortgang", "programmabalans"])
def test_a_chart_is_drawn_once(demo_server, demo_wachtwoord, page, log_in, address):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, f"/{address}")
    page.add_init_script(COUNT)
    page.reload()
    charts = page.locator(".js-plotly-plot:has(.annotation, .shapelayer path)")
    expect(charts.first).to_be_visible()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    page.evaluate(IDLE)
    assert charts.evaluate_all(TIMES) == [1] * charts.count()


def test_on_a_tablet_the_circle_has_the_whole_width_and_what_it_says_stands_below(
    demo_server, demo_wachtwoord, page, log_in
):
    page.set_viewport_size({"width": 1024, "height": 768})
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/kompas")
    expect(page.locator("g.slice").first).to_be_visible()
    circle, facts = page.locator(".js-plotly-plot").bounding_box(), page.locator(".wk-feiten").bounding_box()
    assert circle is not None and facts is not None
    assert facts["y"] > circle["y"] + circle["height"] and circle["width"] > 600
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator("g.slice").first).to_be_visible()
    circle, facts = page.locator(".js-plotly-plot").bounding_box(), page.locator(".wk-feiten").bounding_box()
    assert circle is not None and facts is not None
    assert facts["x"] > circle["x"] + circle["width"] and facts["y"] < circle["y"] + circle["height"]


# Texts that lie over each other, or that stick out of their chart, in words.
CRAMPED = """(chart) => {
    const frame = chart.getBoundingClientRect();
    const texts = [...chart.querySelectorAll(".annotation text, .xtick text, .ytick text")]
        .filter((text) => text.textContent.trim() && text.getBoundingClientRect().width)
        .map((text) => [text.textContent, text.getBoundingClientRect()]);
    const outside = texts.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1);
    const over = texts.flatMap(([words, a], i) => texts.slice(i + 1).filter(([, b]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4).map(([other]) => [words, other]));
    return [outside.map(([words]) => words), over];
}"""


@pytest.mark.parametrize(
    ("address", "widths"),
    [
        ("balans?wijk=kastanjebuurt", (390, 768, 1440)),  # the most notes
        ("balans?wijk=de-rietlanden", (600, 1024)),  # a long silence
        ("programmabalans", (390, 900, 1920)),
    ],
)
def test_a_balance_is_drawn_for_the_width_that_it_gets(
    demo_server, demo_wachtwoord, page, log_in, address, widths, subtests
):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{demo_server.url}/{address}")
        chart = page.locator(".js-plotly-plot").first
        expect(chart.locator(".annotation").first).to_be_visible()
        expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
        with subtests.test(width=width):
            assert chart.evaluate(CRAMPED) == [[], []]


# Whether the rows of the first chart get their names beside them, or above them, as is asked; false when not in time.
BESIDE = """(room) => new Promise((done) => {
    const until = performance.now() + 20000;
    const look = () => {
        const left = document.querySelector(".js-plotly-plot")?.layout.margin.l;
        if (left !== undefined && left > 100 === room) done(true);
        else if (performance.now() > until) done(false);
        else setTimeout(look, 100);
    };
    look();
})"""


def test_a_phone_that_is_turned_gets_the_charts_of_its_new_width_and_keeps_its_page(
    demo_server, demo_wachtwoord, page, log_in
):
    """The names of the fasen stand before their rows where there is room, and above them where there is not."""
    page.set_viewport_size({"width": 844, "height": 390})
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/voortgang?wijk=lindenhof")
    chart = page.locator(".js-plotly-plot").first
    expect(chart.locator(".annotation").first).to_be_visible()
    page.evaluate("window.same = true")
    for width, height, room in ((1440, 900, True), (390, 844, False), (1440, 900, True)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(BESIDE, room), (width, height)
    assert page.evaluate("window.same") is True
