// Says to the chat who is signed in at the shop: the shop's backend signs it, the page hands it on.
"use strict";
window.Weft = window.Weft || function () { (Weft.q = Weft.q || []).push(arguments); };
const token = document.currentScript.dataset.token;
if (token) {
  Weft("identify", async () => {
    const answer = await fetch(token, { method: "POST" });
    if (!answer.ok) throw new Error(`the shop's backend says ${answer.status}`);
    return answer.text();
  });
} else {
  Weft("identify", null);
}
