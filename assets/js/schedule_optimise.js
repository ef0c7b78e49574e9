// The best order of a day: fetched as a proposal, shown beside the present one, accepted or dropped.

import { change, explain, plan, word } from "ffff/schedule_page";

const dialog = document.querySelector("dialog[data-optimise]");

export async function propose(form) {
  const fields = new FormData(form);
  const waiting = Object.assign(document.createElement("p"), { className: "proposal-waiting", textContent: word("loading") });
  dialog.replaceChildren(waiting);
  if (!dialog.open) dialog.showModal();
  const response = await fetch(form.getAttribute("action"), { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) }).catch(() => null);
  const text = await response?.text().catch(() => null);
  if (!response?.ok || text == null) {
    dialog.close();
    return explain({ status: response?.status, detail: sentence(text) });
  }
  const proposal = new DOMParser().parseFromString(text, "text/html").querySelector(".proposal");
  dialog.replaceChildren(proposal);
  (dialog.querySelector("[data-testid=optimise-accept]") ?? dialog.querySelector("[data-dialog-close]")).focus();
}

function sentence(text) {
  try {
    return JSON.parse(text).detail ?? word("failed");
  } catch {
    return word("failed");
  }
}

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.target.getAttribute("action") === "/schedule/optimise") return propose(event.target);
  const fields = new FormData(event.target);
  dialog.close();
  await change("/schedule/fix", { changes: fields.get("changes") }, word("saved"));
  plan().querySelector("[data-testid=undo]")?.focus({ preventScroll: true });
});

dialog.addEventListener("click", (event) => {
  if (event.target !== dialog && !event.target.closest("[data-dialog-close]")) return;
  event.preventDefault();
  dialog.close();
});
