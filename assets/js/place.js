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

// What Google says comes when one is about to see it: nobody waits for it, and nobody is asked in vain.
const google = document.getElementById("google");
if (google) {
  const near = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    near.disconnect();
    tell();
  }, { rootMargin: "0px 0px 400px" });
  near.observe(google);
}

async function tell() {
  const response = await fetch(google.dataset.google).catch(() => null);
  if (response?.status !== 200) return;
  google.innerHTML = await response.text();
  for (const picture of google.querySelectorAll("img")) picture.addEventListener("error", () => picture.closest("figure").remove());
}
