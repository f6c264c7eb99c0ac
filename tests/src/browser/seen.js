// Why one cannot see where the focus is; nothing when one can.
(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return "nothing has it";
  if (!element.matches(":focus-visible")) return "it is not shown";
  const box = element.getBoundingClientRect();
  const across = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const down = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (across[1] - across[0] < 2 || down[1] - down[0] < 2) return "it is outside of the window";
  const on = document.elementFromPoint((across[0] + across[1]) / 2, (down[0] + down[1]) / 2);
  if (!on || !(element.contains(on) || on.contains(element))) return `it is covered by ${on?.outerHTML.slice(0, 80)}`;
  const drawn = (style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
  // What holds a field may draw the mark around it.
  for (let at = element, n = 0; at && n < 6; at = at.parentElement, n += 1) {
    if ((n === 0 || at.matches(":focus-within")) && drawn(getComputedStyle(at))) return "";
  }
  return "no mark is drawn around it";
})()
