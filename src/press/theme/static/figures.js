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
    // `ast`: expressions are interpreted, not compiled, so that the page needs no permission to make code
    const controls = document.getElementById(picture.id.replace("picture-", "controls-"));
    const bind = document.createElement("div");
    const tooltip = { theme: "custom", disableDefaultStyle: true };
    await embed(stage, spec, { actions: false, ast: true, bind, config: { aria: false }, defaultStyle: false, renderer: "svg", logLevel: 1, tooltip });
    // the live picture takes the place and the size of the static one, so that nothing on the page moves
    const live = stage.querySelector("svg");
    if (!live.getAttribute("viewBox")) live.setAttribute("viewBox", `0 0 ${live.getAttribute("width")} ${live.getAttribute("height")}`);
    live.removeAttribute("width");
    live.removeAttribute("height");
    for (const part of live.querySelectorAll("[role]")) part.removeAttribute("role");
    for (const part of live.querySelectorAll("[aria-roledescription]")) part.removeAttribute("aria-roledescription");
    // the picture itself carries the description now: what holds controls may not claim to be one image
    live.setAttribute("role", "img");
    live.setAttribute("aria-label", label);
    picture.removeAttribute("role");
    picture.removeAttribute("aria-label");
    for (const name of ["role", "aria-label", "aria-roledescription"]) stage.removeAttribute(name);
    picture.style.aspectRatio = `${box.width} / ${box.height}`;
    picture.style.setProperty("--legible", `${picture.querySelector("svg").getAttribute("width")}px`);
    picture.querySelector("svg").remove();
    stage.style.cssText = "";
    controls?.replaceChildren(...bind.childNodes);
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
