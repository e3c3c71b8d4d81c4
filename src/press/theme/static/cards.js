// Every printed value is a door: hover, focus or tap opens a card that says what stands behind it.
"use strict";

(() => {
  const block = document.getElementById("cards");
  if (!block) return;
  const { values, chapters } = JSON.parse(block.textContent);
  const DELAY = 180;

  const element = (name, content = [], attributes = {}) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...[content].flat());
    return made;
  };

  const card = element("div", [], { class: "card", id: "card", popover: "manual", role: "dialog", "aria-label": "Where this comes from" });
  document.body.append(card);
  let door = null, pinned = false, timer = 0;

  const table = ({ title, file, rows, statuses, sources }) => element("li", [
    element("a", title, { href: file, download: "" }),
    ` (CSV, ${rows} rows${statuses ? `: ${statuses}` : ""}). ${sources ? `Sources: ${sources}.` : ""}`,
  ]);

  const fill = (key) => {
    const { whole, unit, about, maker, place, claims } = values[key];
    const chapter = chapters[key.split(".")[0]];
    const shut = element("button", "Close", { class: "shut", type: "button" });
    shut.addEventListener("click", () => close(true));
    const behind = element("details", [
      element("summary", `Rests on ${chapter.tables.length} ${chapter.tables.length === 1 ? "table" : "tables"} that the chapter read`),
      element("ul", chapter.tables.map(table)),
    ]);
    behind.open = chapter.tables.length <= 3;
    card.replaceChildren(
      shut,
      element("p", [whole, " ", element("small", unit)], { class: "whole" }),
      element("p", about),
      element("p", ["Computed by ", element("code", maker), ...(place ? [`, ${place}`] : []), "."]),
      element("p", ["Published by ", element("a", chapter.title, { href: chapter.href }), "."]),
      ...(chapter.tables.length ? [behind] : []),
      ...(claims.length ? [element("h2", "Claims whose verdict rests on it"), element("ul", claims.map(([name, href]) => element("li", href ? element("a", name, { href }) : name)))] : []),
    );
    behind.addEventListener("toggle", () => stand());
  };

  const stand = () => {
    if (!door) return;
    card.style.left = card.style.top = "";
    if (matchMedia("(max-width: 40rem)").matches) return;
    const at = door.getClientRects()[0], size = card.getBoundingClientRect(), gap = 6;
    const below = at.bottom + gap + size.height <= innerHeight || at.top < size.height + gap;
    card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    card.style.top = `${Math.max(8, below ? Math.min(at.bottom + gap, innerHeight - size.height - 8) : at.top - gap - size.height)}px`;
  };

  const open = (next, pin = false) => {
    clearTimeout(timer);
    pinned = pin || (pinned && door === next);
    if (door === next) return;
    door?.setAttribute("aria-expanded", "false");
    door = next;
    fill(door.dataset.card);
    door.setAttribute("aria-expanded", "true");
    card.showPopover();
    stand();
  };

  const close = (back = false) => {
    clearTimeout(timer);
    if (!door) return;
    const last = door;
    door = null;
    pinned = false;
    last.setAttribute("aria-expanded", "false");
    card.hidePopover();
    if (back) { quiet = true; last.focus(); quiet = false; }
  };
  let quiet = false;

  const later = (task) => { clearTimeout(timer); timer = setTimeout(task, DELAY); };
  const enter = () => { open(door, true); card.querySelector("button").focus(); };

  for (const each of document.querySelectorAll("[data-card]")) {
    if (!values[each.dataset.card]) continue;
    for (const [name, value] of Object.entries({ role: "button", tabindex: "0", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": "card" })) each.setAttribute(name, value);
    each.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse" && !pinned) later(() => open(each)); });
    each.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse" && !pinned) later(() => close()); });
    each.addEventListener("focus", () => { if (!quiet && !pinned) open(each); });
    each.addEventListener("blur", (event) => { if (!pinned && !card.contains(event.relatedTarget)) later(() => close()); });
    each.addEventListener("click", () => { if (door === each && pinned) close(); else open(each, true); });
    each.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open(each);
      enter();
    });
  }
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse" && !pinned) later(() => close()); });
  card.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !card.contains(event.relatedTarget) && event.relatedTarget !== door) close();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(card.contains(document.activeElement)); });
  document.addEventListener("pointerdown", (event) => { if (door && !card.contains(event.target) && !event.target.closest("[data-card]")) close(); });
  addEventListener("scroll", stand, { passive: true });
  addEventListener("resize", stand);
})();
