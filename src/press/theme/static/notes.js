// What a citation or a term of the glossary leads to stands beside it: on hover, on focus, and at the first tap.
"use strict";

(() => {
  const links = [...document.querySelectorAll("main a.reference[title]")];
  if (!links.length) return;
  const DELAY = 180;
  const note = Object.assign(document.createElement("div"), { className: "card note", id: "note", popover: "manual" });
  note.setAttribute("role", "tooltip");
  document.body.append(note);
  let of = null, timer = 0, touched = false;

  const stand = () => {
    if (!of) return;
    note.style.left = note.style.top = "";
    if (matchMedia("(max-width: 40rem)").matches) return;
    const at = of.getClientRects()[0], size = note.getBoundingClientRect(), gap = 6;
    note.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    note.style.top = `${at.bottom + gap + size.height <= innerHeight ? at.bottom + gap : Math.max(8, at.top - gap - size.height)}px`;
  };
  const open = (link) => {
    clearTimeout(timer);
    close();
    of = link;
    const words = document.createElement("p");
    words.textContent = link.dataset.note;
    note.replaceChildren(words);
    if (touched) note.append(Object.assign(document.createElement("a"), { href: link.href, textContent: "Go there" }));
    link.setAttribute("aria-describedby", "note");
    note.showPopover();
    stand();
  };
  const close = () => {
    clearTimeout(timer);
    of?.removeAttribute("aria-describedby");
    of = null;
    if (note.matches(":popover-open")) note.hidePopover();
  };
  const later = (task) => { clearTimeout(timer); timer = setTimeout(task, DELAY); };

  for (const link of links) {
    link.dataset.note = link.title;
    link.removeAttribute("title");  // or the browser would show it a second time
    link.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
    link.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") later(() => { touched = false; open(link); }); });
    link.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(close); });
    link.addEventListener("focus", () => { if (!touched) open(link); });
    link.addEventListener("blur", () => { if (!touched) later(close); });
    link.addEventListener("click", (event) => { if (touched && of !== link) { event.preventDefault(); open(link); } });
  }
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(close); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.addEventListener("pointerdown", (event) => { if (of && !note.contains(event.target) && event.target.closest("a") !== of) close(); });
  addEventListener("scroll", stand, { passive: true });
})();
