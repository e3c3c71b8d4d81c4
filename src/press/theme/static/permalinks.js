// The link of a paragraph, heading, figure or table opens a small box: its address, how to cite it, its page in print.
"use strict";

(() => {
  const block = document.getElementById("permalinks");
  if (!block) return;
  const { pdf, pages, ...citations } = JSON.parse(block.textContent);

  const element = (name, content = [], attributes = {}) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...[content].flat());
    return made;
  };

  const box = element("div", [], { class: "card", id: "permalink", popover: "auto", role: "dialog", "aria-label": "Link and citation" });
  document.body.append(box);
  let door = null;

  const copied = (text, what) => {
    const button = element("button", "Copy", { type: "button", "aria-label": `Copy ${what}` });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    });
    return navigator.clipboard ? button : "";
  };

  const file = (content, type, name, words) =>
    element("a", words, { href: URL.createObjectURL(new Blob([content], { type })), download: name });

  const cited = (place) => {
    const own = document.querySelector(`[data-cites="${place}"]`);
    if (own) return [element("p", [...own.cloneNode(true).childNodes]), copied(own.firstChild.textContent.trim(), "the citation")];
    const kind = document.getElementById(place)?.matches("section") ? "section" : "paragraph";
    const [line, bib, ris] = ["line", "bib", "ris"].map((each) => citations[kind][each].replaceAll("{place}", place));
    return [
      element("p", [line, " ", file(bib, "application/x-bibtex", `${place}.bib`, "BibTeX"), " ", file(ris, "application/x-research-info-systems", `${place}.ris`, "RIS")]),
      copied(line, "the citation"),
    ];
  };

  const open = (link) => {
    const place = decodeURIComponent(link.hash.slice(1));
    const shut = element("button", "Close", { class: "shut", type: "button", popovertarget: "permalink", popovertargetaction: "hide" });
    const address = element("a", link.href, { href: link.href });
    box.replaceChildren(
      shut,
      element("h2", "Permanent link"), element("p", address), copied(link.href, "the link"),
      element("h2", "Cite"), ...cited(place),
      ...(pdf && pages[place] ? [element("h2", "In print"), element("p", element("a", `Page ${pages[place]} of the PDF`, { href: `${pdf}#page=${pages[place]}` }))] : []),
    );
    door = link;
    box.showPopover();
    if (!matchMedia("(max-width: 40rem)").matches) {
      const at = link.getBoundingClientRect(), size = box.getBoundingClientRect();
      box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
      box.style.top = `${Math.max(8, at.bottom + 6 + size.height <= innerHeight ? at.bottom + 6 : at.top - 6 - size.height)}px`;
    }
    shut.focus();
  };

  box.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (box.contains(document.activeElement) || document.activeElement === document.body)) door?.focus();
  });
  for (const link of document.querySelectorAll("a.headerlink")) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      open(link);
    });
  }
})();
