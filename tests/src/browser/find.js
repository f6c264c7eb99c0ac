// Finds the first visible element of a kind by its accessible name, through open shadow roots.
const [kind, name, exact] = arguments;
const KINDS = {
  button: "button, [role=button], summary, input[type=submit]",
  link: "a[href], [role=link]",
  field: "input:not([type=hidden]), textarea, [role=textbox]",
  heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
  choice: "[role=tab], [role=radio], [role=menuitem], input[type=radio], input[type=checkbox], option",
  frame: "iframe",
  any: "*",
};
const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const named = (element) => {
  const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const root = element.getRootNode();
  const names = [
    squeeze(by.map((id) => root.getElementById?.(id)?.textContent).join(" ")),
    squeeze(element.getAttribute("aria-label")),
    squeeze([...(element.labels ?? [])].map((label) => label.textContent).join(" ")),
    kind === "field" ? "" : squeeze(element.textContent),
    squeeze(element.getAttribute("title")),
    squeeze(element.getAttribute("placeholder")),
    element.type === "submit" ? squeeze(element.value) : "",
  ];
  return names.find(Boolean) ?? "";
};
function* all(root) {
  for (const element of root.querySelectorAll("*")) {
    yield element;
    if (element.shadowRoot) yield* all(element.shadowRoot);
  }
}
const fits = (element) => {
  const own = named(element);
  return name === "" || (exact ? own === name : own.toLowerCase().includes(name.toLowerCase()));
};
let found = null;
for (const element of all(document)) {
  if (!element.matches(KINDS[kind]) || !element.checkVisibility({ visibilityProperty: true }) || !fits(element)) continue;
  // For anything at all, the innermost element that says it.
  if (kind !== "any") return element;
  found = element;
}
return found;
