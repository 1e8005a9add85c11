"""What axe finds in a page, each look of a text asked about once.

Most of what axe takes goes into the contrast of cell after cell of a table, on page after page. Its
verdict on a text follows from how the text is set and from what lies under it: that is its look. A
text is passed over only when axe has passed one of the same look; what axe cannot tell, and what it
finds wanting, is asked on every page again. Every other rule is asked on the whole of every page.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.expecting import existing

Rules = dict[str, str | list[str]]
# What lies under a text is what the browser itself finds at the middle of every line, from top to
# bottom, also where a pointer would go through. Axe tells text of one letter, typed and disabled
# text from other, so a look does; text that is not shown, or left of or above the page, has none.
FIND = """() => {
  const through = new CSSStyleSheet();
  through.replaceSync("* { pointer-events: auto !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, through];
  const grounds = new Map(), above = new Map(), texts = new Map();
  const ground = (each) => {
    if (!grounds.has(each)) {
      const s = getComputedStyle(each);
      grounds.set(each, [s.backgroundColor, s.backgroundImage, s.backgroundClip, s.opacity,
        s.filter, s.mixBlendMode, s.visibility, s.position, s.zIndex,
        /^(IMG|VIDEO|CANVAS|OBJECT|IFRAME|SVG)$/i.test(each.tagName) ? each.tagName : "",
        ...["::before", "::after"].map((name) => {
          const p = getComputedStyle(each, name);
          return p.content === "none" ? ""
            : [p.position, p.backgroundColor, p.backgroundImage, p.width, p.height].join();
        })].join());
    }
    return grounds.get(each);
  };
  const around = (each) => {
    if (each && !above.has(each)) {
      above.set(each, ground(each) + " < " + around(each.parentElement));
    }
    return above.get(each) ?? "";
  };
  for (const each of document.querySelectorAll("body, body *")) {
    const own = [...each.childNodes].filter((n) => n.nodeType === 3 && n.data.trim());
    const typed = /^(INPUT|SELECT|TEXTAREA)$/.test(each.tagName);
    if (!own.length && !typed) continue;
    const range = document.createRange();
    const lines = typed ? [...each.getClientRects()]
      : own.flatMap((n) => (range.selectNodeContents(n), [...range.getClientRects()]));
    if (!each.checkVisibility() || lines.every((l) => l.right <= 0 || l.bottom <= 0)) continue;
    const under = new Set(lines.map((line) => document.elementsFromPoint(
      (line.left + line.right) / 2, (line.top + line.bottom) / 2).map(ground).join(" / ")));
    const s = getComputedStyle(each);
    const look = [s.color, s.fontSize, s.fontWeight, s.textShadow, s.webkitTextFillColor,
      s.webkitTextStrokeColor, s.webkitTextStrokeWidth, s.textIndent, s.clipPath, s.overflow,
      typed ? each.tagName + each.type : own.map((n) => n.data).join("").trim().length > 1,
      !!each.closest(":disabled, [aria-disabled=true], label:has(:disabled)"),
      [...under].sort().join(" | "), around(each)].join("; ");
    texts.set(look, [...(texts.get(look) ?? []), each]);
  }
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== through);
  window.geyiTexts = texts;
  return [...texts.keys()];
}"""
ASK = """async ([looks, rules]) => {
  const mark = "data-unread", texts = looks.flatMap((look) => window.geyiTexts.get(look));
  texts.forEach((each) => each.setAttribute(mark, ""));
  axe.configure({rules: [{id: "color-contrast", selector: `[${mark}]`}]});
  const options = {runOnly: rules, elementRef: true, selectors: false,
    resultTypes: ["violations", "passes"]};
  const {violations, passes} = await axe.run(options);
  const found = !violations.length ? [] : (await axe.run({...options, selectors: true})).violations
    .flatMap(({id, nodes}) => nodes.map((n) => `${id}: ${n.target} ${n.html.slice(0, 160)}`));
  texts.forEach((each) => each.removeAttribute(mark));
  const unread = violations.some(({id}) => id === "color-contrast");
  const read = new Set(unread ? [] : passes.filter(({id}) => id === "color-contrast")
    .flatMap(({nodes}) => nodes.map((n) => n.element)));
  return [found, looks.filter((look) => window.geyiTexts.get(look).some((t) => read.has(t)))];
}"""


@contextmanager
def unrolled(page: Page) -> Iterator[None]:
    """Show a page at its whole length: what is scrolled under a fixed bar is not out of reach."""
    seen = existing(page.viewport_size)
    tall = max(seen["height"], page.evaluate("document.documentElement.scrollHeight"))
    if tall != seen["height"]:
        page.set_viewport_size({"width": seen["width"], "height": tall})
    yield
    if tall != seen["height"]:
        page.set_viewport_size(seen)


class Looks:
    """The looks that axe has passed so far."""

    def __init__(self) -> None:
        self.passed: set[str] = set()

    def faults(self, page: Page, rules: Rules) -> list[str]:
        """Give what axe finds by these rules; of contrast, in looks it has not passed."""
        new = [look for look in page.evaluate(FIND) if look not in self.passed]
        found, passed = page.evaluate(ASK, [new, rules])
        self.passed.update(passed)
        return list(found)
