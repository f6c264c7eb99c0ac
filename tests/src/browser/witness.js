// Keeps count of keys, and of everything that comes to the page in another way.
(() => {
  const felt = (window.felt = { keys: 0, others: [] });
  const on = (kind, heard) => addEventListener(kind, heard, { capture: true, passive: true });
  const other = (event) => felt.others.push(`${event.type} on ${event.target?.localName}`);
  on("keydown", (event) => (event.isTrusted ? (felt.keys += 1) : other(event)));
  for (const kind of ["pointerdown", "mousedown", "mousemove", "touchstart", "wheel", "dragstart"]) on(kind, other);
  // A key that presses a button makes a click that counts no presses.
  on("click", (event) => event.isTrusted && event.detail === 0 || other(event));
  for (const kind of ["input", "change", "submit"]) on(kind, (event) => event.isTrusted || other(event));
})();
