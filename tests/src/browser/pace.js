// Tells when a page shows what is waited for and when it answers a key, and counts frames and long tasks of a stretch.
(() => {
  if (window !== top || location.protocol === "about:") return;
  // After the frame is painted, not before.
  const drawn = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(0);
  });
  const tell = (what) => drawn(() => weftTold(JSON.stringify({ what, at: performance.now() })));
  const lines = ".rows a.row";
  addEventListener("DOMContentLoaded", () => {
    if (document.getElementById("app")) {
      const look = () => (document.querySelector(lines) ? tell("shown") : requestAnimationFrame(look));
      look();
      addEventListener("focusin", (event) => event.target.matches(lines) && tell("answered"));
    } else {
      tell("shown");
      addEventListener("keydown", () => tell("answered"));
    }
  });

  let on = false;
  // Which stretch is watched: the frames of the one before end with it, also where the next begins before they know.
  let stretch = 0;
  let frames, tasks, keys;
  const watch = (type, take, more) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => on && take(entry)));
    observer.observe({ type, ...more });
  };
  watch("longtask", (entry) => tasks.push(entry.duration));
  watch("event", (entry) => entry.name === "keydown" && keys.push(entry.duration), { durationThreshold: 16 });
  window.weftPace = {
    begin() {
      [frames, tasks, keys, on] = [[], [], [], true];
      const mine = (stretch += 1);
      let last;
      const tick = (now) => {
        if (!on || mine !== stretch) return;
        if (last !== undefined) frames.push(now - last);
        last = now;
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    },
    end() {
      on = false;
      const sum = (all) => all.reduce((one, other) => one + other, 0);
      return {
        ms: sum(frames),
        frames: frames.length,
        slow: frames.filter((ms) => ms > 50).length,
        slowest: Math.max(0, ...frames),
        tasks: tasks.length,
        tasks_ms: sum(tasks),
        longest: Math.max(0, ...tasks),
        key: Math.max(0, ...keys),
        nodes: document.getElementsByTagName("*").length,
      };
    },
  };
})();
