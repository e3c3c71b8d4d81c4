// Figures are static pictures until they come near the screen; then the same specification is drawn live.
"use strict";

(() => {
  const here = document.currentScript.src;
  const pictures = [...document.querySelectorAll(".picture")];
  let library = null;

  const load = () => {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("vega.js", here).href;
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  };

  const enliven = async (picture) => {
    const spec = JSON.parse(document.getElementById(picture.id.replace("picture-", "spec-")).textContent);
    const embed = await load();
    const box = picture.querySelector("svg").getBoundingClientRect();
    const stage = document.createElement("div");
    stage.style.cssText = "position:absolute;visibility:hidden";
    picture.append(stage);
    const label = picture.getAttribute("aria-label");
    await embed(stage, spec, { actions: false, renderer: "svg", logLevel: 1, tooltip: { theme: "custom" } });
    // the live picture takes the place and the size of the static one, so that nothing on the page moves
    const live = stage.querySelector("svg");
    if (!live.getAttribute("viewBox")) live.setAttribute("viewBox", `0 0 ${live.getAttribute("width")} ${live.getAttribute("height")}`);
    live.removeAttribute("width");
    live.removeAttribute("height");
    // the picture itself carries the description now: what holds controls may not claim to be one image
    live.setAttribute("role", "img");
    live.setAttribute("aria-label", label);
    picture.removeAttribute("role");
    picture.removeAttribute("aria-label");
    for (const name of ["role", "aria-label", "aria-roledescription"]) stage.removeAttribute(name);
    picture.style.aspectRatio = `${box.width} / ${box.height}`;
    picture.querySelector("svg").remove();
    stage.style.cssText = "";
    picture.dataset.live = "true";
  };

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      enliven(entry.target).catch((error) => console.error(`${entry.target.id}: ${error}`));
    }
  }, { rootMargin: "400px" });
  pictures.forEach((picture) => near.observe(picture));
})();

// Long tables can be searched, and filtered by the columns that hold few different words; each row has an address.
(() => {
  const LONG = 25, FEW = 12;
  for (const table of document.querySelectorAll("table.exhibit")) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < LONG) continue;
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    rows.forEach((row) => { row.id ||= `${table.id}-${row.cells[0].textContent.trim().replace(/[^\w-]+/g, "-")}`; });
    const bar = document.createElement("form");
    bar.className = "table-filter";
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
    (table.closest(".pst-scrollable-table-container") ?? table).before(bar);
  }
  // the rows got their addresses only now
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
})();
