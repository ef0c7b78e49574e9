// What every page does: choices of language and scheme, suggestions while typing, sharing, failed pictures,
// and, once the page can be read, the start of NiceGUI behind it.

const root = document.documentElement;

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-scheme-toggle], [data-copy], [data-share], [data-opens], [data-print], [data-app]");
  if (!target) return;
  if (target.matches("[data-scheme-toggle]")) toggleScheme(event);
  else if (target.matches("[data-copy]")) copy(target.dataset.copy, target.dataset.done);
  else if (target.matches("[data-share]")) share(target);
  else if (target.matches("[data-print]")) print();
  else if (target.matches("[data-app]")) openInApp(event, target);
  else document.getElementById(target.dataset.opens)?.showModal();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-submit-on-change]") || (event.target.type === "date" && !isWhole(event.target))) return;
  comeBackHere(event.target.form);
  event.target.form.requestSubmit();
});

// While its year is being typed a date has one like 0002, which is out of range.
const isWhole = (input) => input.value && input.validity.valid;

// Choices made without a reload have changed the address since the form was written.
function comeBackHere(form) {
  if (!form.elements.back) return;
  const here = new URL(location.href);
  here.searchParams.delete("lang");
  form.elements.back.value = here.pathname + here.search;
}

document.addEventListener(
  "error",
  (event) => {
    if (event.target.matches?.("img[data-photo]")) dropPhoto(event.target);
  },
  true,
);

// A photo that fails uncovers its poster; its credit goes with it.
function dropPhoto(photo) {
  photo.closest(".traveller-photo")?.remove();
  photo.closest("figure")?.querySelector("figcaption")?.remove();
  photo.remove();
}

// A sentence for a while, which `action` may follow: a link (`href`) or a button that does some `work`.
export function toast(text, action) {
  const note = Object.assign(document.createElement("div"), { className: "toast", textContent: text });
  note.dataset.testid = "toast";
  if (action) note.append(" ", action.href ? link(action) : button(action, note));
  document.getElementById("toasts").replaceChildren(note);
  const leave = () => (note.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : note.remove());
  setTimeout(leave, 6000);
}

function link({ text, href }) {
  return Object.assign(document.createElement("a"), { textContent: text, href });
}

function button({ text, work }, note) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  button.dataset.testid = "toast-action";
  button.addEventListener("click", () => {
    note.remove();
    work();
  });
  return button;
}

// --- scheme ---------------------------------------------------------------------------------------------------------

function toggleScheme(event) {
  event.preventDefault();
  const isDark = getComputedStyle(root).colorScheme === "dark" || (root.dataset.scheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const scheme = isDark ? "light" : "dark";
  root.dataset.scheme = scheme;
  window.setDark?.(scheme === "dark");
  fetch("/session/scheme", { method: "POST", body: new URLSearchParams({ scheme, back: "/about" }), redirect: "manual" });
  document.dispatchEvent(new CustomEvent("scheme", { detail: scheme }));
}

// --- sharing --------------------------------------------------------------------------------------------------------

async function copy(text, done) {
  await navigator.clipboard.writeText(text);
  toast(done);
}

async function share(button) {
  const page = { title: document.title, url: document.querySelector('link[rel="canonical"]')?.href ?? location.href };
  if (navigator.share && matchMedia("(pointer: coarse)").matches) await navigator.share(page).catch(() => {});
  else await copy(page.url, button.dataset.done);
}

// --- map apps -------------------------------------------------------------------------------------------------------

// On a phone the app itself opens; where it is not installed nothing happens, the page stays in sight and the website opens.
function openInApp(event, link) {
  if (!/Android|iPhone|iPad/.test(navigator.userAgent)) return;
  event.preventDefault();
  const toWebsite = setTimeout(() => document.hidden || location.assign(link.href), 1500);
  addEventListener("pagehide", () => clearTimeout(toWebsite), { once: true });
  location.assign(link.dataset.app);
}

// --- suggestions ----------------------------------------------------------------------------------------------------

for (const input of document.querySelectorAll("[data-suggest]")) {
  import("ffff/suggest").then((module) => module.suggestFor(input));
}

// --- the export of one's data, where a page offers it ---------------------------------------------------------------

if (document.querySelector("[data-export]")) import("ffff/your_data");

// --- pictures on their way to us ------------------------------------------------------------------------------------

if (document.querySelector("[data-upload]")) import("ffff/photos");

// --- NiceGUI, after the page has been painted -----------------------------------------------------------------------

const afterPaint = (work) => requestAnimationFrame(() => setTimeout(work, 0));

function startNiceGUI() {
  const waiting = document.getElementById("nicegui");
  if (!waiting) return ready();
  const nonce = document.querySelector("script[nonce]").nonce;
  const order = waiting.content.querySelectorAll("link, style, script");
  for (const original of order) {
    const copy = document.createElement(original.localName);
    for (const { name, value } of original.attributes) copy.setAttribute(name, value);
    copy.textContent = original.textContent;
    if (copy.localName === "script") {
      copy.async = false;
      copy.nonce = nonce;
    }
    document.head.append(copy);
  }
  waiting.remove();
  const connected = setInterval(() => {
    if (!window.did_handshake) return;
    clearInterval(connected);
    ready();
  }, 30);
}

function ready() {
  root.dataset.ready = "true";
}

for (const photo of document.querySelectorAll("img[data-photo]")) if (photo.complete && !photo.naturalWidth) dropPhoto(photo);
if (document.readyState === "complete") afterPaint(startNiceGUI);
else addEventListener("load", () => afterPaint(startNiceGUI), { once: true });
