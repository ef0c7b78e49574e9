// The page of a place: the answer for another day comes without a reload.

const PARTS = [".on-day .answer", ".week", ".place-main > .actions > .primary", ".fab"];

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-submit-on-change-form]");
  if (!form) return;
  event.preventDefault();
  const url = new URL(location.href);
  const day = form.elements.on.value;
  url.searchParams.set("on", day);
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) return form.submit();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (form.elements.on.value !== day) return; // Another day has been chosen meanwhile.
  history.replaceState({}, "", url);
  for (const part of PARTS) document.querySelector(part)?.replaceWith(page.querySelector(part));
});
