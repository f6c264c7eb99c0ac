// Renews the list when a mail came: the page asks every second, only while it is looked at.
"use strict";
let known = document.body.dataset.version;
setInterval(async () => {
  if (document.hidden) return;
  try {
    const { version } = await (await fetch("/api/version")).json();
    if (String(version) === known) return;
    const text = await (await fetch(location.href)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    known = fresh.body.dataset.version;
    const focus = document.activeElement?.getAttribute("href");
    for (const part of ["main", ".boxes ul"]) {
      document.querySelector(part).replaceWith(fresh.querySelector(part));
    }
    if (focus) document.querySelector(`a[href="${CSS.escape(focus)}"]`)?.focus();
  } catch { /* The carrier is away; the next round asks again. */ }
}, 1000);
