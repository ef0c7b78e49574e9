// The shortcuts of a single letter, which whoever speaks to their computer, or types past a field, would rather have off.

const KEPT = "ffff.schedule-letters";
const OFF = "off";

/** Tell whether single letters do something here. */
export function lettersWork() {
  try {
    return localStorage.getItem(KEPT) !== OFF;
  } catch {
    return true;
  }
}

function showSwitch() {
  for (const box of document.querySelectorAll("[data-letters]")) box.checked = lettersWork();
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-letters]")) return;
  if (target.checked) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, OFF);
});
document.addEventListener("schedule-shown", showSwitch);
addEventListener("storage", showSwitch);
showSwitch();
