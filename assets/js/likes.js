// Hearts. A stranger's are kept in this browser until there is an account; a signed-in visitor's are told to the server.

import { toast } from "ffff/app";

const KEPT = "ffff.likes";
const MOST_CARRIED = 500;
const signedIn = document.querySelector("[data-signed-in]") !== null;
const words = document.getElementById("toasts").dataset;
const number = new Intl.NumberFormat(document.documentElement.lang);
const otherTabs = new BroadcastChannel(KEPT);

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.like")) return;
  event.preventDefault();
  const button = event.target.querySelector("[data-like]");
  const id = button.dataset.like;
  const liked = button.getAttribute("aria-pressed") !== "true";
  like(id, liked);
  if (!liked) toast(words.wordUnliked, { text: words.wordUndo, work: () => undo(id) });
});

function undo(id) {
  like(id, true);
  document.querySelector(heartOf(id))?.focus({ preventScroll: true });
}

function like(id, liked) {
  if (signedIn) tell(id, liked);
  else if (keep(id, liked)) toast(words.wordLiked, wayIn());
}

// --- what is seen ---------------------------------------------------------------------------------------------------

const heartOf = (id) => `[data-like="${CSS.escape(id)}"]`;

// `data-count` is the number of others, so that a click needs no answer to show the right sum.
function show(id, liked, others) {
  for (const button of document.querySelectorAll(heartOf(id))) {
    const count = button.querySelector("[data-count]");
    if (others !== undefined) count.dataset.count = others;
    const total = Number(count.dataset.count) + (liked ? 1 : 0);
    button.setAttribute("aria-pressed", String(liked));
    count.textContent = total ? number.format(total) : "";
  }
}

const showHeart = (id, { liked, count }) => show(id, liked, count - (liked ? 1 : 0));

/** Let hearts that have come into the page show what this browser knows better than the server that sent them. */
export function showLikes() {
  if (signedIn) for (const [id, liked] of wishes) show(id, liked);
  else for (const id of new Set([...kept(), ...pressed()])) show(id, kept().has(id));
}

const pressed = () => [...document.querySelectorAll("[data-like][aria-pressed=true]")].map((button) => button.dataset.like);

// --- signed in: one request at a time for each place, and the last wish wins ------------------------------------------

const wishes = new Map();

function tell(id, liked) {
  show(id, liked);
  const isTelling = wishes.has(id);
  wishes.set(id, liked);
  if (!isTelling) settle(id, !liked);
}

async function settle(id, wasLiked) {
  let heart;
  let before = { liked: wasLiked };
  do {
    heart = await post(`/likes/${encodeURIComponent(id)}`, { liked: wishes.get(id) });
    if (heart.failed) break;
    before = heart;
  } while (heart.liked !== wishes.get(id));
  const wanted = wishes.get(id);
  wishes.delete(id);
  if (before.count === undefined) show(id, before.liked);
  else {
    showHeart(id, before);
    otherTabs.postMessage({ id, ...before });
  }
  if (heart.failed) explain(id, wanted, heart);
}

function explain(id, wanted, { status, detail }) {
  if (status !== 401) return toast(detail ?? words.wordFailed);
  if (!wanted) return toast(detail, wayIn());
  keep(id, true);
  toast(words.wordLiked, wayIn());
}

async function post(address, fields) {
  const response = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  return response?.ok && answer ? answer : { failed: true, status: response?.status, detail: answer?.detail };
}

otherTabs.addEventListener("message", ({ data: { id, ...heart } }) => {
  if (signedIn && !wishes.has(id)) showHeart(id, heart);
});

// --- a stranger -----------------------------------------------------------------------------------------------------

function kept() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEPT) ?? "[]").map(String));
  } catch {
    return new Set();
  }
}

function keep(id, liked) {
  const likes = kept();
  likes.delete(id);
  if (liked) likes.add(id);
  localStorage.setItem(KEPT, JSON.stringify([...likes]));
  show(id, liked);
  return liked;
}

addEventListener("storage", ({ key }) => {
  if (!signedIn && (key === KEPT || key === null)) showLikes();
});

function wayIn() {
  return { text: words.wordSignIn, href: `/login?next=${encodeURIComponent(location.pathname + location.search)}` };
}

// --- just signed in ---------------------------------------------------------------------------------------------------

async function carryOver() {
  const ids = [...kept()].slice(-MOST_CARRIED);
  if (!ids.length) return;
  const { failed, added, hearts } = await post("/likes/carried", { ids: ids.join(" ") });
  if (failed) return; // They stay in the browser for the next page.
  localStorage.removeItem(KEPT);
  for (const [id, heart] of Object.entries(hearts)) {
    if (!wishes.has(id)) showHeart(id, heart);
    otherTabs.postMessage({ id, ...heart });
  }
  if (added) toast(words.wordCarried.replace("{n}", number.format(added)));
}

if (signedIn) carryOver();
else showLikes();
