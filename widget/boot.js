// Starts the widget: streams the program named by the document and hands it what was said before it could hear.
import init, { start } from "weft-glue";

const early = [];
const keep = (event) => early.length < 8 && early.push(event);
addEventListener("message", keep);

try {
  const program = document.getElementById("weft-wasm");
  await init({ module_or_path: fetch(program.href) });
  removeEventListener("message", keep);
  start(early);
} catch (error) {
  console.error(error);
  document.documentElement.dataset.failed = "";
}
