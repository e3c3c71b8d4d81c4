// The data of a figure as a table, made when its fold is opened; and the figure on the whole screen.
"use strict";

(() => {
  const FIRST = 200;

  const cell = (name, text) => Object.assign(document.createElement(name), { textContent: text ?? "" });
  const row = (name, texts) => {
    const made = document.createElement("tr");
    made.append(...texts.map((text) => cell(name, typeof text === "object" && text !== null ? JSON.stringify(text) : text)));
    return made;
  };

  const tabulate = (records) => {
    const columns = [...new Set(records.flatMap(Object.keys))];
    const table = document.createElement("table");
    table.className = "exhibit";
    table.createTHead().append(row("th", columns));
    table.tHead.querySelectorAll("th").forEach((head) => { head.scope = "col"; });
    table.createTBody().append(...records.slice(0, FIRST).map((record) => row("td", columns.map((name) => record[name]))));
    return table;
  };

  for (const fold of document.querySelectorAll("details.data")) {
    fold.addEventListener("toggle", () => {
      if (fold.querySelector("table")) return;
      const spec = JSON.parse(document.getElementById(`spec-${fold.dataset.of}`).textContent);
      for (const [name, records] of Object.entries(spec.datasets ?? {})) {
        const frame = document.createElement("div");
        frame.className = "scroll";
        frame.tabIndex = 0;
        frame.setAttribute("role", "region");
        frame.setAttribute("aria-label", `Data: ${name}`);
        frame.append(tabulate(records));
        fold.append(frame);
        if (records.length > FIRST) fold.append(cell("p", `The first ${FIRST} of ${records.length} rows; the CSV file has all of them.`));
      }
    });
  }

  // a picture wider than its place is a stop of the keyboard, whose arrows scroll it
  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1;
      for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "Picture, scrolls sideways" })) {
        if (scrolls) target.setAttribute(name, value); else target.removeAttribute(name);
      }
    }
  });
  document.querySelectorAll(".view").forEach((view) => wide.observe(view));

  for (const picture of document.fullscreenEnabled ? document.querySelectorAll(".picture") : []) {
    const figure = picture.closest("figure");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "whole no-print", textContent: "Full screen" });
    const label = () => { button.textContent = document.fullscreenElement === figure ? "Close" : "Full screen"; };
    button.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()));
    document.addEventListener("fullscreenchange", label);
    // what is on the whole screen hides the rest of the page: the words at the mouse go with it
    document.addEventListener("fullscreenchange", () => {
      const words = document.getElementById("vg-tooltip-element");
      if (words) (document.fullscreenElement ?? document.body).append(words);
    });
    figure.querySelector(".folds")?.prepend(button);
  }
})();
