// Keeps the phones' pages as they are now, and sends their forms without leaving the page.
"use strict";
let known = document.body.dataset.version;
const list = () => document.querySelector("#live");
const down = () => { for (const log of document.querySelectorAll("[role=log]")) log.scrollTop = log.scrollHeight; };

async function renew() {
  const text = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  known = fresh.body.dataset.version;
  for (const part of ["#live", "#side ul", "#ringing"]) {
    const [old, now] = [document.querySelector(part), fresh.querySelector(part)];
    if (!old || !now || old.innerHTML === now.innerHTML) continue;
    // Whoever is typing or choosing something here is not disturbed.
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    if (active?.matches("input:not([data-quiet]), select") && active.value !== active.defaultValue) continue;
    const key = active?.dataset.key;
    const open = [...old.querySelectorAll("details[open]")].map((one) => one.closest("[data-id]")?.dataset.id);
    old.replaceWith(now);
    for (const id of open) now.querySelector(`[data-id="${id}"] details`)?.setAttribute("open", "");
    if (active) (key ? now.querySelector(`[data-key="${CSS.escape(key)}"]`) : now.querySelector("button, input"))?.focus();
  }
  down();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quiet]")) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const multipart = form.enctype === "multipart/form-data";
  if (form.matches("[data-clear]")) {
    for (const field of form.querySelectorAll("textarea, [type=file]")) field.value = "";
  } else {
    for (const field of form.querySelectorAll(".say input")) field.value = "";
  }
  try {
    await fetch(form.action, { method: "POST", body: multipart ? data : new URLSearchParams(data) });
    await renew();
  } catch { /* The carrier is away; the next round shows what became of it. */ }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  if (typing && event.target.name === "body" && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    document.querySelector(`.keys [data-key="${CSS.escape(event.key)}"]`)?.click();
  }
});

setInterval(async () => {
  if (document.hidden) return;
  try {
    const { version } = await (await fetch("/api/version")).json();
    if (String(version) !== known) await renew();
  } catch { /* The carrier is away; the next round asks again. */ }
}, 700);
if (list()) down();
