// Light, dark, or as the system says: set before the page is drawn, so that nothing flashes. And the page waits the blink
// that the fonts in its style sheet take, so that no line breaks twice.
"use strict";

(() => {
  const NAMES = { auto: "Auto", light: "Light", dark: "Dark" };
  const root = document.documentElement;
  const store = (() => { try { return window.localStorage; } catch { return null; } })();
  let chosen = store?.getItem("appearance") ?? "auto";
  const apply = () => { if (chosen === "auto") delete root.dataset.appearance; else root.dataset.appearance = chosen; };
  apply();

  const LONGEST = 400;
  const dressed = () => delete root.dataset.dressing;
  const fonts = [...document.fonts].filter((font) => font.display === "block").map((font) => font.load());
  root.dataset.dressing = "";
  Promise.race([Promise.allSettled(fonts), new Promise((done) => { setTimeout(done, LONGEST); })]).then(dressed);

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.appearance");
    const say = () => {
      button.textContent = NAMES[chosen];
      button.setAttribute("aria-label", `Appearance: ${NAMES[chosen]}. Change`);
    };
    button.hidden = false;
    say();
    button.addEventListener("click", () => {
      const names = Object.keys(NAMES);
      chosen = names[(names.indexOf(chosen) + 1) % names.length];
      store?.setItem("appearance", chosen);
      apply();
      say();
    });
  });
})();
