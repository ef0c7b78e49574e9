// The home page without reloads: links and forms of choices fetch the same address as HTML and put its parts in place.

import { toast } from "ffff/app";
import { showLikes } from "ffff/likes";

const PARTS = [".chips", ".regions", ".results-list"];

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const link = event.target.closest("a[data-explore], a[data-more]");
  if (!link) return;
  event.preventDefault();
  if (link.matches("[data-more]")) addMore(link);
  else choose(link.href);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-tools]");
  if (!form?.checkValidity()) return; // A year is half typed.
  if (event.target.name === "sort" && event.target.value === "distance" && !form.elements.near) return nearMe(form);
  choose(addressOf(form));
});

addEventListener("popstate", () => show(location.href));

export async function explore(address) {
  const url = new URL(address, location.href);
  url.hash = "";
  history.pushState({}, "", url);
  return show(url.href);
}

async function choose(address) {
  if (await explore(address)) lookAtResults();
}

function lookAtResults() {
  const { top, bottom } = document.getElementById("results-title").getBoundingClientRect();
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement); // What the bars cover.
  if (top >= parseFloat(scrollPaddingTop) && bottom <= innerHeight - (parseFloat(scrollPaddingBottom) || 0)) return;
  document.getElementById("results").scrollIntoView({ behavior: calm() ? "instant" : "smooth" });
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

let choices = 0;

async function show(address) {
  const choice = ++choices;
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  const page = await fetchPage(address);
  if (choice !== choices) return; // A later choice has been made meanwhile.
  results.removeAttribute("aria-busy");
  if (!page) return location.assign(address);
  const swap = () => {
    for (const part of PARTS) {
      const focused = focusMark(document.querySelector(part));
      document.querySelector(part)?.replaceWith(page.querySelector(part));
      focused?.();
    }
    takeHiddenInputs(page);
    const frame = document.getElementById("map");
    frame.dataset.mapQuery = page.querySelector("#map").dataset.mapQuery;
    showLikes();
    document.dispatchEvent(new CustomEvent("explored", { detail: new URL(address).searchParams }));
  };
  if (document.startViewTransition && !calm()) await document.startViewTransition(swap).updateCallbackDone;
  else swap();
  return choice === choices;
}

async function addMore(link) {
  const choice = choices;
  link.setAttribute("aria-busy", "true");
  const page = await fetchPage(link.href);
  if (choice !== choices) return;
  if (!page) return location.assign(link.href);
  const cards = [...page.querySelectorAll("#cards > li")];
  document.getElementById("cards").append(...cards);
  const more = page.querySelector("[data-more]");
  more ? link.replaceWith(more) : link.remove();
  showLikes();
  cards[0]?.querySelector("a")?.focus({ preventScroll: true });
}

async function fetchPage(address) {
  const url = new URL(address, location.href);
  const query = new URLSearchParams(url.search);
  query.set("lang", document.documentElement.lang);
  const response = await fetch(`/fragments/home?${query}`).catch(() => null);
  if (!response?.ok) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function addressOf(form) {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  return `/?${new URLSearchParams(chosen)}`;
}

function takeHiddenInputs(page) {
  const here = document.querySelector(".search-box");
  for (const input of here.querySelectorAll("input[type=hidden]")) input.remove();
  here.append(...page.querySelectorAll(".search-box input[type=hidden]"));
  const box = here.querySelector("input[name=q]");
  if (document.activeElement !== box) box.value = page.querySelector(".search-box input[name=q]").value;
}

function focusMark(part) {
  const active = document.activeElement;
  if (!part?.contains(active)) return null;
  const selector = active.dataset.theme
    ? `[data-theme="${active.dataset.theme}"]`
    : active.dataset.region
      ? `[data-region="${active.dataset.region}"]`
      : active.name
        ? `[name="${active.name}"]:not([type=hidden])`
        : null;
  return () => (selector ? document.querySelector(selector) : document.getElementById("results-title"))?.focus?.({ preventScroll: true });
}

function nearMe(form) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const near = Object.assign(document.createElement("input"), { type: "hidden", name: "near", value: `${coords.latitude.toFixed(4)},${coords.longitude.toFixed(4)}` });
      form.append(near);
      choose(addressOf(form));
    },
    () => {
      toast(document.getElementById("map").dataset.wordNoPosition);
      form.elements.sort.value = new URL(location.href).searchParams.get("sort") ?? form.elements.sort.options[0].value;
    },
    { timeout: 8000 },
  );
}
