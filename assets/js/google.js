// What Google says comes after the page, through our own server; the frame says so while it waits.

const slot = document.getElementById("google");
const response = await fetch(slot.dataset.google).catch(() => null);
if (response?.ok) slot.innerHTML = await response.text();
else slot.textContent = slot.dataset.failed;
for (const picture of slot.querySelectorAll("img")) picture.addEventListener("error", () => picture.closest("figure").remove());
