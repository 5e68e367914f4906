// What reading does not need: keys, panes that scroll together, copying, switches that are remembered.
"use strict";

const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

// ---- Panes that scroll together: by the line of the reading that stands at the top of each.

const anchors = (pane) =>
  [...pane.querySelectorAll("[data-line]")]
    .filter((element) => element.offsetParent !== null)
    .map((element) => ({ line: Number(element.dataset.line), top: topIn(pane, element) }));

const topIn = (pane, element) =>
  element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;

// The line at a height of a pane, with its fraction; and the height of a line.
function between(points, value, from, to) {
  if (points.length === 0) return 0;
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (points[middle][from] <= value) low = middle;
    else high = middle - 1;
  }
  const here = points[low];
  const next = points[low + 1];
  if (!next || next[from] <= here[from]) return here[to];
  const share = Math.min(Math.max((value - here[from]) / (next[from] - here[from]), 0), 1);
  return here[to] + share * (next[to] - here[to]);
}

function scrollTogether() {
  const shown = () => all("[data-pane]").filter((pane) => pane.offsetParent !== null);
  let leading = null;
  let waiting = false;
  const lead = (event) => {
    leading = event.target.closest ? event.target.closest("[data-pane]") : null;
  };
  for (const kind of ["pointerenter", "wheel", "touchstart", "focusin", "keydown"]) {
    for (const pane of all("[data-pane]")) pane.addEventListener(kind, lead, { passive: true });
  }
  const follow = () => {
    waiting = false;
    const source = leading;
    if (!source || source.offsetParent === null) return;
    const points = anchors(source);
    for (const pane of shown()) {
      if (pane === source) continue;
      if (source.scrollTop <= 1) pane.scrollTop = 0;
      else if (source.scrollTop >= source.scrollHeight - source.clientHeight - 1) pane.scrollTop = pane.scrollHeight;
      else {
        const line = between(points, source.scrollTop, "top", "line");
        pane.scrollTop = between(anchors(pane), line, "line", "top");
      }
    }
  };
  for (const pane of all("[data-pane]")) {
    pane.addEventListener("scroll", () => {
      if (pane !== leading || waiting) return;
      waiting = true;
      requestAnimationFrame(follow);
    }, { passive: true });
  }
}

// ---- Switches keep their state from document to document.

function remembered() {
  const switches = all(".views input");
  try {
    const kept = JSON.parse(sessionStorage.getItem("views") || "{}");
    for (const input of switches) if (input.id in kept) input.checked = kept[input.id];
  } catch {
    return; // a page from disk may have no storage
  }
  for (const input of switches) {
    input.addEventListener("change", () => {
      const now = Object.fromEntries(all(".views input").map((other) => [other.id, other.checked]));
      sessionStorage.setItem("views", JSON.stringify({ ...now }));
    });
  }
}

function flip(first, second) {
  const [a, b] = [one(first), one(second)];
  if (!a || !b) return;
  const chosen = a.checked ? b : a;
  chosen.checked = true;
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
}

function toggle(selector) {
  const box = one(selector);
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

// ---- Keys.

function step(direction) {
  const rows = all("[data-row] .title > a");
  if (rows.length) {
    const at = rows.indexOf(document.activeElement);
    const next = rows[Math.min(Math.max(at + direction, 0), rows.length - 1)];
    next.focus();
    return;
  }
  const link = one(direction > 0 ? "a[rel=next]" : "a[rel=prev]");
  if (link) link.click();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => { const field = one("#q"); if (field) { field.focus(); field.select(); } },
  o: () => flip("#original-lines", "#original-page"),
  c: () => flip("#cleaned-rendered", "#cleaned-source"),
  d: () => toggle("#differences"),
  "?": () => one("#help").open ? one("#help").close() : one("#help").showModal(),
};

function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target;
    const writing = target.matches("input:not([type=checkbox], [type=radio]), select, textarea");
    if (writing) {
      if (event.key === "Escape") target.blur();
      return;
    }
    const action = KEYS[event.key];
    if (!action || (one("#help").open && event.key !== "?")) return;
    event.preventDefault();
    action();
  });
}

// ---- Buttons that need a script are hidden without it.

function buttons() {
  const help = one("[data-help]");
  if (help) {
    help.hidden = false;
    help.addEventListener("click", KEYS["?"]);
  }
  for (const button of all("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      const told = one("[data-copied]");
      try {
        await navigator.clipboard.writeText(source.textContent);
        told.textContent = "Copied.";
      } catch {
        getSelection().selectAllChildren(source);
        told.textContent = "Selected: copy it with the keyboard.";
      }
    });
  }
}

remembered();
scrollTogether();
keys();
buttons();
