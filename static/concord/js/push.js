/* “Ring this browser”: asks for leave only after the press, and says in words what stood in the way. */
(function () {
  "use strict";
  const WORKER = "/push-worker.js";
  const PATIENCE = 15000;

  function bytes(text) {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4);
    return Uint8Array.from(atob(padded), function (letter) {
      return letter.charCodeAt(0);
    });
  }

  function text(buffer) {
    const letters = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function refusal(name) {
    const error = new Error(name);
    error.because = name;
    return error;
  }

  function inTime(promise) {
    return Promise.race([promise, new Promise(function (_done, fail) {
      setTimeout(function () {
        fail(refusal("unreachable"));
      }, PATIENCE);
    })]);
  }

  function lacking() {
    if (!window.isSecureContext) return "insecure";
    if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) return "";
    const apple = /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
    return apple ? "apple" : "unable";
  }

  async function allowed() {
    const leave = await Notification.requestPermission();
    if (leave === "denied") throw refusal("denied");
    if (leave !== "granted") throw refusal("undecided");
  }

  async function subscription(key) {
    await navigator.serviceWorker.register(WORKER, {scope: "/", updateViaCache: "none"});
    const worker = await inTime(navigator.serviceWorker.ready);
    const old = await worker.pushManager.getSubscription();
    /* One made for another key would never ring: the portal's key was changed. */
    if (old && !(old.options.applicationServerKey && text(old.options.applicationServerKey) === key)) await old.unsubscribe();
    try {
      return await inTime(worker.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: bytes(key)}));
    } catch (error) {
      throw error.name === "NotAllowedError" ? refusal("denied") : refusal("unreachable");
    }
  }

  function say(section, because) {
    const box = section.querySelector("[data-c-push-said]");
    box.hidden = !because;
    section.querySelectorAll("[data-c-push-because]").forEach(function (words) {
      words.hidden = words.dataset.cPushBecause !== because;
    });
    if (because) box.focus();
  }

  async function ring(section) {
    const form = section.querySelector("form[data-c-push]");
    const button = form.querySelector("button");
    button.setAttribute("aria-disabled", "true");
    say(section, "");
    try {
      await allowed();
      const agreed = await subscription(form.dataset.cPush);
      form.elements.endpoint.value = agreed.endpoint;
      form.elements.p256dh.value = text(agreed.getKey("p256dh"));
      form.elements.auth.value = text(agreed.getKey("auth"));
      HTMLFormElement.prototype.submit.call(form);
    } catch (error) {
      button.removeAttribute("aria-disabled");
      say(section, error.because || "failed");
    }
  }

  /* Which of the rows is the browser that shows this page; the portal knows its address by its digest. */
  async function mark(section) {
    const worker = await navigator.serviceWorker.getRegistration("/");
    const agreed = worker && await worker.pushManager.getSubscription();
    if (!agreed) return;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(agreed.endpoint));
    const name = Array.from(new Uint8Array(digest), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
    const here = section.querySelector('[data-c-push-address="' + name + '"]');
    if (here) here.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", function () {
    const section = document.querySelector("[data-c-push-section]");
    const form = section && section.querySelector("form[data-c-push]");
    if (!form) return;
    section.querySelector("[data-c-push-without]").hidden = true;
    const why = lacking();
    if (why) {
      say(section, why);
      return;
    }
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (form.querySelector("button").getAttribute("aria-disabled") !== "true") ring(section);
    });
    mark(section);
  });
})();
