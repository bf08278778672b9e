/* Loaded before the body is drawn, so that the page never flashes in the other theme. */
(function () {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem("concord-theme");
    } catch {
      return null;
    }
  }

  function apply() {
    root.dataset.bsTheme = chosen() || (dark.matches ? "dark" : "light");
  }

  function toggle() {
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    const system = dark.matches ? "dark" : "light";
    try {
      // Choosing what the system says anyway means following the system again.
      if (next === system) localStorage.removeItem("concord-theme");
      else localStorage.setItem("concord-theme", next);
    } catch {
      // Storage may be refused: the choice then lasts for this page.
    }
    root.dataset.bsTheme = next;
  }

  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-c-theme]")) toggle();
  });
})();
