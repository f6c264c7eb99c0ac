// The loader: a launcher, a frame that is fetched when somebody reaches for it, and the way between page and frame.
// It keeps nothing, requests nothing before that, and needs no inline style: see docs/PROTOCOL.md for its messages.
(() => {
  const script = document.currentScript;
  const stub = window.Weft;
  if (!script || (stub && stub.on)) return;
  const edge = new URL(script.src).origin;
  const options = { ...script.dataset };
  const gone = new AbortController();
  const css = `:host{all:initial;--a:var(--weft-accent,#3d4eac);--o:var(--weft-on-accent,#fff)}[hidden]{display:none!important}
button{all:unset;box-sizing:border-box;position:fixed;inset-block-end:20px;inset-inline-end:20px;width:56px;height:56px;border-radius:50%;background:var(--a);color:var(--o);cursor:pointer;z-index:2147483001;box-shadow:0 4px 18px #0a0e1c47;transition:transform .2s}
button:hover{transform:scale(1.06)}button:focus-visible{outline:3px solid var(--a);outline-offset:3px;box-shadow:0 0 0 3px #fff}
svg{width:28px;height:28px;margin:14px;fill:currentColor;display:block}
span{position:absolute;inset-block-start:-3px;inset-inline-end:-3px;min-width:22px;height:22px;padding:0 6px;box-sizing:border-box;border-radius:11px;background:#b3261e;color:#fff;font:700 12px/22px system-ui,sans-serif;text-align:center}
iframe{position:fixed;inset-block-end:92px;inset-inline-end:20px;width:400px;height:min(640px,calc(100dvh - 112px));max-width:calc(100vw - 40px);border:0;border-radius:18px;background:canvas;color-scheme:light dark;box-shadow:0 12px 48px #0a0e1c40,0 0 0 1px #0a0e1c14;z-index:2147483000;visibility:hidden;opacity:0;transform:translateY(12px);transition:opacity .2s,transform .2s,visibility .2s}
iframe.on{visibility:visible;opacity:1;transform:none}
@media(max-width:480px),(max-height:400px){iframe{inset:0;width:100%;max-width:none;height:100dvh;border-radius:0}button[aria-expanded=true]{display:none}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}@media print{:host{display:none}}`;

  let host, root, launcher, badge, path, frame, port, token, ask, open = false, count = 0;

  const emit = (name, detail) => document.dispatchEvent(new CustomEvent("weft:" + name, { detail, bubbles: true }));
  const post = (t, v) => port && port.postMessage({ t, v });

  // The token leaves the address bar before anything else happens; the rest of the fragment stays.
  const take = () => {
    const parts = location.hash.slice(1).split("&");
    const found = parts.find((part) => part.startsWith("weft="));
    if (!found) return;
    const rest = parts.filter((part) => !part.startsWith("weft=")).join("&");
    history.replaceState(history.state, "", location.pathname + location.search + (rest && "#" + rest));
    token = found.slice(5);
    if (host) show(true);
  };
  const handOver = () => {
    if (port && token) post("token", token), (token = 0);
  };

  // The site's backend signs who is signed in; the frame asks for its word when it needs one.
  const vouch = async () => {
    ask === undefined || post("account", ask && (await ask()));
  };

  const label = () => {
    launcher.ariaLabel = (options.label || "Chat") + (count ? ` (${count})` : "");
    launcher.ariaExpanded = open;
    badge.hidden = !count || open;
    badge.textContent = count > 9 ? "9+" : count;
    path.setAttribute("d", open ? "M12 16.2 4.9 9.1l1.4-1.4 5.7 5.7 5.7-5.7 1.4 1.4Z" : "M5 3h14a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-5.5L8 22v-4H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3Z");
  };

  const hear = ({ data }) => {
    if (data.t === "close") show(false);
    if (data.t === "who") vouch();
    if (data.t === "unread" && Number.isInteger(data.n) && data.n !== count) {
      count = data.n;
      label();
      emit("unread", count);
    }
  };

  // Each document in the frame gets a port of its own, and only a document of the edge can take it.
  const greet = () => {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = hear;
    frame.contentWindow.postMessage({ weft: 1 }, edge, [channel.port2]);
    if (options.locale) post("locale", options.locale);
    if (options.scheme) post("scheme", options.scheme);
    handOver();
    // Nobody is signed in: said before there was anybody to hear it.
    ask || vouch();
    if (open) post("show");
  };

  const fetchFrame = () => {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.id = "panel";
    frame.title = options.label || "Chat";
    frame.src = edge + "/frame/" + encodeURIComponent(options.site);
    frame.onload = greet;
    root.prepend(frame);
  };

  const show = (wanted) => {
    if (!host) return;
    fetchFrame();
    handOver();
    if (wanted === open) return;
    const inside = root.activeElement === frame;
    open = wanted;
    frame.classList.toggle("on", open);
    label();
    if (open) frame.focus();
    else if (inside) launcher.focus();
    const name = open ? "show" : "hide";
    post(name);
    emit(name);
  };

  // Pages that replace their body, or all in it, keep the chat.
  const watch = new MutationObserver(() => attach());
  const attach = () => {
    if (!host.isConnected) document.body.append(host);
    watch.observe(document.documentElement, { childList: true });
    watch.observe(document.body, { childList: true });
  };

  const configure = (given) => {
    Object.assign(options, given);
    if (host && options.accent) host.style.setProperty("--weft-accent", options.accent);
  };

  const api = {
    boot(given) {
      configure(given);
      if (host || !options.site || gone.signal.aborted) return;
      if (!document.body) return addEventListener("DOMContentLoaded", () => api.boot(), { once: true });
      host = document.createElement("weft-chat");
      root = host.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
      launcher = document.createElement("button");
      launcher.type = "button";
      launcher.setAttribute("aria-controls", "panel");
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("viewBox", "0 0 24 24");
      svg.ariaHidden = true;
      path = document.createElementNS(svg.namespaceURI, "path");
      badge = document.createElement("span");
      badge.ariaHidden = true;
      svg.append(path);
      launcher.append(svg, badge);
      for (const name of ["pointerenter", "focus"]) launcher.addEventListener(name, fetchFrame);
      launcher.onclick = () => show(!open);
      // A handler that returned false would swallow every other key.
      launcher.onkeydown = (event) => {
        if (event.key === "Escape") show(false);
      };
      root.append(launcher);
      configure();
      label();
      attach();
      emit("ready");
      if (token) show(true);
    },
    update(given = {}) {
      configure(given);
      if (host) label();
      if (given.locale) post("locale", given.locale);
      if (given.scheme) post("scheme", given.scheme);
    },
    identify(given) {
      ask = given;
      if (open || !given) vouch();
    },
    show: () => show(true),
    open: () => show(true),
    hide: () => show(false),
    toggle: () => show(!open),
    on(name, then) {
      const heard = (event) => then(event.detail);
      document.addEventListener("weft:" + name, heard);
      return () => document.removeEventListener("weft:" + name, heard);
    },
    setLocale: (locale) => api.update({ locale }),
    setColorScheme: (scheme) => api.update({ scheme }),
    shutdown() {
      watch.disconnect();
      if (host) host.remove();
      host = frame = port = null;
      open = false;
      count = 0;
    },
    destroy() {
      api.shutdown();
      gone.abort();
    },
  };

  const call = (name, ...given) => Object.hasOwn(api, name) && api[name](...given);
  window.Weft = Object.assign(call, api);
  addEventListener("hashchange", take, { signal: gone.signal });
  take();
  api.boot();
  for (const given of (stub && stub.q) || []) call(...given);
})();
