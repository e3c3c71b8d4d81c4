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

  for (const picture of document.fullscreenEnabled ? document.querySelectorAll(".picture") : []) {
    const figure = picture.closest("figure");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "whole no-print", textContent: "Full screen" });
    const label = () => { button.textContent = document.fullscreenElement === figure ? "Close" : "Full screen"; };
    button.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()));
    document.addEventListener("fullscreenchange", label);
    figure.querySelector(".folds")?.prepend(button);
  }
})();
