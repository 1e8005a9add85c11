"""What goes wrong on a page when its text is twice as large.

A page fits when nothing but a box of its own scrolls sideways, that box can be reached by keyboard,
and every line of text can be seen whole: not cut off by its box, not under something else.
"""

from playwright.sync_api import Page

from tests.browser.looks import unrolled

FAULTS = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  await frame();
  const root = document.documentElement, wide = root.clientWidth, found = [];
  const name = (each) => {
    const of = each.parentElement?.closest("[class]");
    return `${of ? of.tagName.toLowerCase() + "." + [...of.classList].join(".") + " > " : ""}` +
      `${each.tagName.toLowerCase()}${[...each.classList].map((c) => "." + c).join("")} ` +
      `“${(each.textContent || each.value || "").trim().replace(/\\s+/g, " ").slice(0, 24)}”`;
  };
  const style = new Map();
  const of = (each) => {
    if (!style.has(each)) style.set(each, getComputedStyle(each));
    return style.get(each);
  };
  const around = (each) => {
    const all = [];
    for (let at = each.parentElement; at; at = at.parentElement) all.push(at);
    return all;
  };
  const scrolls = (each) => /auto|scroll/.test(of(each).overflowX);
  const cuts = (each) => /hidden|clip/.test(of(each).overflowX + of(each).overflowY);
  const hidden = (each) => [each, ...around(each)].some((one) => {
    const box = one.getBoundingClientRect();
    return box.width <= 1.5 && box.height <= 1.5 || one.matches(".skip, option, .shade");
  });
  if (root.scrollWidth > wide) found.push(`the page is ${root.scrollWidth} wide`);
  const range = document.createRange();
  for (const each of document.querySelectorAll("body *")) {
    if (!each.checkVisibility({visibilityProperty: true})) continue;
    if (/ellipsis/.test(of(each).textOverflow)) continue;
    if (scrolls(each) && each.scrollWidth > each.clientWidth + 1 && each.tabIndex < 0 &&
        !each.querySelector("a[href], button, input:not([type=hidden]), select, [tabindex='0']"))
      found.push(`no key scrolls ${name(each)}`);
    const typed = each.matches("input:not([type=hidden]), select, textarea, button");
    const own = [...each.childNodes].filter((n) => n.nodeType === 3 && n.data.trim());
    if (!own.length && !typed || hidden(each) || each.closest("svg, dialog")) continue;
    const lines = typed ? [each.getBoundingClientRect()]
      : own.flatMap((n) => (range.selectNodeContents(n), [...range.getClientRects()]));
    const boxes = [each, ...around(each)];
    const holder = boxes.find(scrolls);
    const cutter = boxes.find((one) => cuts(one) && one !== document.body);
    for (const line of lines) {
      if (!holder && (line.right > wide + 1 || line.left < -1)) {
        const by = Math.round(Math.max(line.right - wide, -line.left));
        found.push(`beyond the edge by ${by}: ${name(each)}`);
        break;
      }
      const box = cutter && cutter.getBoundingClientRect();
      if (box && (line.right > box.right + 2 || line.bottom > box.bottom + 2 ||
          line.top < box.top - 2)) {
        found.push(`cut off: ${name(each)}`);
        break;
      }
      if (holder || each.matches("input[type=file], .chip input")) continue;
      const x = (line.left + line.right) / 2, y = (line.top + line.bottom) / 2;
      const over = document.elementFromPoint(x, y);
      if (over && !each.contains(over) && !over.contains(each) &&
          !(over.control && over.control === each) && !over.closest(".chip")?.contains(each) &&
          !(over.matches(".stat-link") && over.closest(".stat").contains(each)) &&
          !(getComputedStyle(over, "::after").position === "absolute" && over.matches("a") &&
            over.closest("li, tr")?.contains(each))) {
        found.push(`under ${name(over)}: ${name(each)}`);
        break;
      }
    }
  }
  for (const menu of document.querySelectorAll("details.menu, details.drawer")) {
    const panel = menu.querySelector(".menu-panel, nav");
    if (menu.open || !panel || !menu.checkVisibility()) continue;
    menu.open = true;
    await frame();
    const box = panel.getBoundingClientRect();
    const more = [...panel.querySelectorAll("*")].find((each) => each.checkVisibility() &&
      each.getBoundingClientRect().right > box.right + 2);
    if (around(panel).some(scrolls)) { menu.open = false; continue; }
    if (box.left < -1 || box.right > wide + 1)
      found.push(`opened from ${Math.round(box.left)} to ${Math.round(box.right)}: ${name(panel)}`);
    if (more) found.push(`beyond its panel: ${name(more)}`);
    menu.open = false;
  }
  return found;
}"""


FIRST = """tbody > tr:nth-child(n + 9), ol > li:nth-child(n + 9), ul > li:nth-child(n + 9) {
  display: none !important;
}"""
"""Of each list the first rows are looked at: the others are like them, and take their time."""
LARGE = """(first) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(first);
  document.adoptedStyleSheets = [sheet];
  document.documentElement.style.fontSize = "200%";
}"""
USUAL = """() => {
  document.adoptedStyleSheets = [];
  document.documentElement.style.fontSize = "";
}"""


def assert_fits_large(page: Page, path: str) -> None:
    """Hold that a page can be read and used with its text twice as large; leave it as it was."""
    page.evaluate(LARGE, FIRST)
    with unrolled(page):
        found = list(page.evaluate(FAULTS))
    page.evaluate(USUAL)
    assert not found, f"{path}, its text twice as large: " + "\n".join(found)
