/* What is wrong with a page that the rules of axe do not look for: a list of lines, empty if nothing is.

   Headings: one of the first level, none skipped. Landmarks: one bar, one main part, one foot, and a first link that leads
   past the menu. Keyboard: whatever it reaches shows a ring, and neither the bar at the top nor anything else lies over it.
   Reflow: nothing scrolls sideways but what is made to. */
async () => {
  const faults = [];
  const seen = element => element.checkVisibility({visibilityProperty: true});
  const name = element => {
    const place = element.id ? `#${element.id}` : [...element.classList].map(one => `.${one}`).join("");
    return `${element.localName}${place} «${(element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 30)}»`;
  };

  settle();
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(seen);
  const levels = headings.map(heading => Number(heading.localName[1]));
  if (levels.filter(level => level === 1).length !== 1 || levels[0] !== 1) faults.push(`headings: ${levels.join(" ")}`);
  levels.forEach((level, index) => {
    if (index && level > levels[index - 1] + 1) faults.push(`a level is skipped before ${name(headings[index])}`);
  });

  if (matchMedia("screen").matches && document.querySelector(".md-header")) {
    for (const [what, selector] of [["bar", "body > header"], ["main", "main"], ["foot", "footer.md-footer"]])
      if ([...document.querySelectorAll(selector)].filter(seen).length !== 1) faults.push(`not one ${what}`);
    const skip = document.querySelector(".md-skip");
    const target = skip && document.getElementById(skip.hash.slice(1));
    if (headings.length && !target?.closest("main")) faults.push("no way past the menu");
    faults.push(...await keyboard());
  }

  for (const element of document.querySelectorAll("body *")) {
    const sideways = element.scrollWidth > element.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
    if (sideways && seen(element) && !element.closest(".wide, .md-typeset__scrollwrap, pre")) faults.push(`scrolls sideways: ${name(element)}`);
  }
  return faults;

  /** From the last to the first, as with shift and tab: so what comes into view comes from above, under the bar. */
  async function keyboard() {
    const found = [];
    await drawn();
    // The search opens when it is reached, over all the rest: it has a test of its own.
    const reached = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
      .filter(element => element.tabIndex >= 0 && !element.disabled && seen(element) && !element.closest(".md-search"));
    for (const element of reached.reverse()) {
      const before = strokes(element);
      element.focus({focusVisible: true});
      settle();
      const ringed = [element, ...(element.labels ?? [])].filter(one => ring(one) || (one === element && strokes(one) !== before));
      if (document.activeElement !== element) found.push(`cannot be reached: ${name(element)}`);
      else if (!ringed.length) found.push(`no ring: ${name(element)}`);
      else if (!ringed.some(uncovered)) {
        await drawn(); // the theme lays the menu out again as the page scrolls
        if (!ringed.some(uncovered)) found.push(`covered: ${name(element)}`);
      }
    }
    document.activeElement?.blur();
    scrollTo(0, 0);
    return found;
  }

  /** Two frames: what was asked for in one is drawn in the next. */
  function drawn() {
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  }

  /** Whatever is moving comes to its end. */
  function settle() {
    for (const moving of document.getAnimations()) moving.finish();
  }

  function ring(element) {
    const style = getComputedStyle(element);
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return drawn && element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  }

  /** How a part of a drawing is drawn, which says by its lines that it has the keyboard; nothing for what is not a drawing. */
  function strokes(element) {
    if (!(element instanceof SVGElement)) return "";
    return [...element.querySelectorAll("*")].map(getComputedStyle).map(style => style.stroke + style.strokeWidth).join();
  }

  /** Whether some point of an element is what the eye meets there. */
  function uncovered(element) {
    const parts = element instanceof SVGElement ? [...element.querySelectorAll("*")] : [element];
    return parts.flatMap(part => [...part.getClientRects()]).some(box =>
      [0.1, 0.5, 0.9].some(x => [0.1, 0.5, 0.9].some(y => {
        const met = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return met !== null && (element.contains(met) || met.contains(element) && met.localName === "label");
      })));
  }
}
