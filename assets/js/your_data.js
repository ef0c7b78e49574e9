// The export of one's data: begun without leaving the page, and followed until it is packed.

const box = document.querySelector("[data-export]");
const form = box.querySelector("form");
const bar = box.querySelector("progress");
const words = bar.nextElementSibling;
const download = box.querySelector("[download]");
const LOOK_EVERY_MS = 700;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await ask(form.action, "POST");
  if (answer) follow(answer);
  else form.submit(); // the page that answers says why
});

async function ask(address, method = "GET") {
  const answer = await fetch(address, { method, headers: { Accept: "application/json" } }).catch(() => null);
  const isJson = answer?.headers.get("content-type")?.startsWith("application/json");
  return answer?.ok && isJson ? answer.json() : null;
}

async function follow(shown) {
  show(shown);
  while (shown.state === "under_way") {
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    const answer = await ask(`/mypage/export/${shown.id}`);
    if (!answer) return location.assign(`/mypage/export/${shown.id}`);
    show((shown = answer));
  }
}

function show({ id, state, done, total }) {
  bar.max = total || 1;
  bar.value = done;
  words.textContent = box.dataset.words.replace("{done}", done).replace("{total}", bar.max);
  download.href = `/mypage/export/${id}/download`;
  for (const part of box.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
}

const begun = box.querySelector('[data-when="under_way"]:not([hidden]) a');
if (begun) ask(begun.pathname).then((answer) => answer && follow(answer));
