// What Google says comes when one is about to see it: nobody waits for it, and it is not asked in vain.

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      tell(target);
    }
  },
  { rootMargin: "0px 0px 400px" },
);

function watch() {
  for (const slot of document.querySelectorAll("[data-google]:empty")) near.observe(slot);
}

async function tell(slot) {
  const response = await fetch(slot.dataset.google).catch(() => null);
  if (response?.status !== 200) return;
  slot.innerHTML = await response.text();
  for (const picture of slot.querySelectorAll("img")) picture.addEventListener("error", () => picture.closest("figure").remove());
}

watch();
document.addEventListener("explored", watch);
