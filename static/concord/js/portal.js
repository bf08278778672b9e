/* Small extras. Every page works without this file. */
(function () {
  "use strict";
  const dirty = new WeakSet();
  const saving = new WeakSet();
  const waiting = new Map();

  function each(selector, action, root) {
    (root || document).querySelectorAll(selector).forEach(action);
  }

  function focusErrors(root) {
    const summary = (root || document).querySelector("[data-c-errors]");
    if (summary) summary.focus();
  }

  function reveal(root) {
    each("[data-c-copy], [data-c-reveal]", function (button) {
      button.hidden = false;
    }, root);
  }

  /* One submission of a form at a time; the browser's own validation and htmx are left alone. A draft that is just being
     saved is sent when that is done: else it would stand on a version that is no more. */
  function guardSubmit(event) {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-c-repeat")) return;
    if (form.hasAttribute("hx-post") && !form.querySelector("[data-c-autosave]")) return;
    if (form.dataset.cSent || waiting.has(form)) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    if (saving.has(form)) {
      event.preventDefault();
      waiting.set(form, event.submitter);
      return;
    }
    form.dataset.cSent = "1";
    dirty.delete(form);
    each("button:not([type=button])", function (button) {
      button.setAttribute("aria-disabled", "true");
    }, form);
  }

  function releaseForms() {
    each("form[data-c-sent]", function (form) {
      delete form.dataset.cSent;
      each("button[aria-disabled]", function (button) {
        button.removeAttribute("aria-disabled");
      }, form);
    });
  }

  function copy(button) {
    const source = document.querySelector(button.dataset.cCopy);
    const text = source.value !== undefined ? source.value : source.innerText;
    navigator.clipboard.writeText(text.trim()).then(function () {
      const label = button.querySelector("[data-c-label]") || button;
      const before = label.textContent;
      label.textContent = button.dataset.cCopied;
      setTimeout(function () {
        label.textContent = before;
      }, 2000);
    });
  }

  function togglePassword(button) {
    const input = button.parentElement.querySelector("input");
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.querySelector("[data-c-label]").textContent = show ? button.dataset.cHide : button.dataset.cShow;
  }

  function toggleNav(button) {
    const nav = document.getElementById(button.getAttribute("aria-controls"));
    const open = nav.toggleAttribute("data-open");
    button.setAttribute("aria-expanded", String(open));
  }

  /* One that lies in the page, as the navigation's do on a phone, stays: what is below it would jump. */
  function closeMenus(except) {
    each("details.c-menu[open]", function (menu) {
      const panel = menu.querySelector(".c-menu__panel");
      if (menu !== except && getComputedStyle(panel).position === "absolute") menu.open = false;
    });
  }

  function onClick(event) {
    const target = event.target;
    closeMenus(target.closest("details.c-menu"));
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.cCopy) copy(button);
    if (button.hasAttribute("data-c-reveal")) togglePassword(button);
    if (button.hasAttribute("data-c-nav")) toggleNav(button);
    const confirm = button.hasAttribute("data-c-dismiss") && button.closest("details");
    if (confirm) {
      confirm.open = false;
      confirm.querySelector("summary").focus();
    }
  }

  function onKey(event) {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details:is(.c-menu, .c-confirm)[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  function saveState(form, state) {
    const status = form.querySelector("[data-c-autosave]");
    if (!status) return;
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: status.dataset.zone };
    const now = new Date().toLocaleTimeString("en-GB", clock);
    status.dataset.state = state;
    status.textContent = status.dataset[state].replace("{time}", now);
  }

  /* A poll that was redirected to the sign-in page must not put that page into a corner of this one. */
  function onSwap(event) {
    const xhr = event.detail.xhr;
    const asked = event.detail.pathInfo ? event.detail.pathInfo.requestPath : "";
    if (!xhr.responseURL || !asked) return;
    const answered = new URL(xhr.responseURL).pathname;
    const wanted = new URL(asked, location.href).pathname;
    if (answered !== wanted && answered === document.body.dataset.cLogin) event.detail.shouldSwap = false;
  }

  document.addEventListener("submit", guardSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("focusin", function (event) {
    closeMenus(event.target.closest("details.c-menu"));
  });
  document.addEventListener("keydown", onKey);
  window.addEventListener("pageshow", releaseForms);
  document.addEventListener("input", function (event) {
    const form = event.target.form;
    if (form && form.hasAttribute("data-c-unsaved")) dirty.add(form);
  });
  window.addEventListener("beforeunload", function (event) {
    const unsaved = Array.from(document.forms).some(function (form) {
      return dirty.has(form);
    });
    if (unsaved) event.preventDefault();
  });
  window.addEventListener("beforeprint", function () {
    each("details:not(.c-menu, .c-confirm)", function (details) {
      details.open = true;
    });
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    const form = event.target.closest("form");
    if (!form) return;
    if (form.dataset.cSent) {
      event.preventDefault();
      return;
    }
    saving.add(form);
    saveState(form, "saving");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest("form");
    if (!form) return;
    saving.delete(form);
    if (event.detail.successful) dirty.delete(form);
    saveState(form, event.detail.successful ? "saved" : "failed");
    if (!waiting.has(form)) return;
    const submitter = waiting.get(form);
    waiting.delete(form);
    form.requestSubmit(submitter);
  });
  document.addEventListener("htmx:beforeSwap", onSwap);
  document.addEventListener("htmx:load", function (event) {
    reveal(event.target);
  });
  document.addEventListener("DOMContentLoaded", function () {
    reveal();
    focusErrors();
  });
})();
