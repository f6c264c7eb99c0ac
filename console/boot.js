// Loads the program. Where the wasm file is stands on the script's own tag, so that no script is built from text.
import init from "weft-glue";

const tag = document.getElementById("weft-boot");
init({ module_or_path: tag.dataset.wasm }).catch((error) => {
  console.error(error);
  const words = document.getElementById("boot-words");
  if (words) {
    words.setAttribute("role", "alert");
    words.textContent = "The console could not be loaded. Please check your connection and reload this page.";
  }
});
