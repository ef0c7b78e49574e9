// The page of a place: the answer for another day comes without a reload.

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-submit-on-change-form]");
  if (!form) return;
  event.preventDefault();
  const url = new URL(location.href);
  url.searchParams.set("on", form.elements.on.value);
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) return form.submit();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  history.replaceState({}, "", url);
  form.querySelector(".answer").replaceWith(page.querySelector(".answer"));
  document.querySelector(".week")?.replaceWith(page.querySelector(".week"));
});
