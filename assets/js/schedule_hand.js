// What is seen while something is moved: the thing itself under the pointer, and the mark of where it would go.

import { previewer } from "ffff/schedule_preview";
import { fieldsAt, inWords } from "ffff/schedule_placing";
import { word } from "ffff/schedule_page";

/** Show an entry in the hand. Moving it changes nothing but transforms, until the spot under it is another one. */
export function taken(entry, { follows = true } = {}) {
  const ghost = made("drag-ghost");
  const [name, when, problems] = ["strong", "span", "ul"].map((tag) => ghost.appendChild(document.createElement(tag)));
  const mark = Object.assign(document.createElement("div"), { className: "drop-mark" });
  const preview = previewer((warnings) => problems.replaceChildren(...listed(warnings)));
  let under = null;
  name.textContent = entry.name ?? "";
  ghost.hidden = !follows;
  document.body.append(ghost);
  entry.element?.classList.add("lifted");

  return {
    // All that the pointer does comes to the ghost then, with its cursor, and nothing is looked for under it.
    hold(pointer) {
      ghost.setPointerCapture(pointer);
    },
    follow(x, y) {
      ghost.style.transform = `translate(min(${x + 14}px, 100vw - 100% - 16px), min(${y + 10}px, 100dvh - 100% - 16px))`;
    },
    over(spot) {
      if (spot?.element !== under?.element) {
        under?.element.classList.remove("drop-here");
        spot?.element.classList.add("drop-here");
        mark.remove();
        if (spot?.kind === "grid") spot.element.append(mark);
      }
      under = spot;
      if (!spot) return preview.stop();
      if (spot.kind === "grid") draw(mark, entry, spot);
      when.textContent = inWords(spot);
      if (follows && (entry.id || entry.placeId)) preview.about({ ...fieldsAt(entry, spot), ...(entry.id ? { id: entry.id } : { place_id: entry.placeId }) });
    },
    drop() {
      preview.stop();
      under?.element.classList.remove("drop-here");
      mark.remove();
      ghost.remove();
      entry.element?.classList.remove("lifted");
    },
  };
}

function made(className) {
  const element = Object.assign(document.createElement("div"), { className });
  element.setAttribute("aria-hidden", "true");
  return element;
}

function draw(mark, entry, { start, end }) {
  mark.style.setProperty("--start", start);
  mark.style.setProperty("--end", Math.min(end ?? start + entry.length, 1440));
}

export function listed(warnings) {
  if (!warnings.length) return [];
  return warnings.filter(({ own }) => own).map(({ sentence, code }) => {
    const item = Object.assign(document.createElement("li"), { textContent: sentence });
    item.dataset.code = code;
    return item;
  });
}

// --- what is said to those who do not see it ------------------------------------------------------------------------------

const says = Object.assign(document.createElement("div"), { className: "visually-hidden" });
says.setAttribute("aria-live", "assertive");
document.body.append(says);

export function say(sentence) {
  says.textContent = sentence;
}

export const sayProblems = (warnings) => say(listed(warnings).map((item) => item.textContent).join(" ") || word("noWarnings"));
