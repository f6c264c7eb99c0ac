// What has the focus, through open shadow roots: its kind and what it is called.
(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return { tag: "", name: "" };
  const root = element.getRootNode();
  const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const names = [
    by.map((id) => root.getElementById?.(id)?.textContent).join(" "),
    element.getAttribute("aria-label"),
    [...(element.labels ?? [])].map((label) => label.textContent).join(" "),
    ["input", "textarea"].includes(element.localName) ? "" : element.textContent,
    element.getAttribute("title"),
    element.getAttribute("placeholder"),
    element.type === "submit" ? element.value : "",
  ].map(squeeze);
  return { tag: element.localName, name: names.find(Boolean) ?? "" };
})()
