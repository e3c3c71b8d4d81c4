// Long tables can be searched, and filtered by the columns that hold few different words; each row has an address.
"use strict";

(() => {
  const FEW = 12;
  for (const bar of document.querySelectorAll("form.table-filter")) {
    const table = bar.nextElementSibling.querySelector("table.exhibit");
    if (!table) { bar.remove(); continue; }
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    rows.forEach((row) => { row.id ||= `${table.id}-${row.cells[0].textContent.trim().replace(/[^\w-]+/g, "-")}`; });
    bar.addEventListener("submit", (event) => event.preventDefault());
    const labelled = (text, control) => {
      const label = document.createElement("label");
      label.append(text, " ", control);
      bar.append(label);
      return control;
    };
    const search = labelled("Search", Object.assign(document.createElement("input"), { type: "search" }));
    const choices = [];
    heads.forEach((head, column) => {
      const words = [...new Set(rows.map((row) => row.cells[column].textContent.trim()))];
      if (words.length < 2 || words.length > FEW || rows[0].cells[column].classList.contains("number")) return;
      const select = document.createElement("select");
      for (const word of ["all", ...words.sort()]) select.append(new Option(word, word === "all" ? "" : word));
      choices.push([column, labelled(head, select)]);
    });
    const count = bar.appendChild(document.createElement("output"));
    const apply = () => {
      const wanted = search.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const fits = choices.every(([column, select]) => !select.value || row.cells[column].textContent.trim() === select.value);
        row.hidden = !(fits && row.textContent.toLowerCase().includes(wanted));
        shown += row.hidden ? 0 : 1;
      }
      count.value = `${shown} of ${rows.length} rows`;
    };
    bar.addEventListener("input", apply);
    apply();
  }
  // the rows got their addresses only now
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
})();
