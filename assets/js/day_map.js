// The day's map: its stops numbered in their order, and the line between them. It follows when the day is drawn anew.

import { ListedMarkers, colour, position } from "ffff/map";

export class DayMarkers extends ListedMarkers {
  start() {
    super.start();
    this.line = L.polyline([], { className: "day-line", color: colour(this.frame, "--accent"), weight: 3, opacity: 0.85, dashArray: "1 7", lineCap: "round", interactive: false }).addTo(this.map);
    document.addEventListener("scheme", () => this.line.setStyle({ color: colour(this.frame, "--accent") }));
    this.draw();
    new MutationObserver(() => this.follow()).observe(document.querySelector(".planner-plan"), { childList: true, subtree: true });
  }

  follow() {
    const text = document.getElementById("map-places")?.textContent;
    if (text === undefined || text === this.text) return;
    const before = new Set(this.features.map((feature) => feature.properties.id));
    this.text = text;
    this.features = JSON.parse(text);
    this.draw();
    if (this.features.some((feature) => !before.has(feature.properties.id))) this.lookAt();
  }

  // A place where one stops twice has one marker with both numbers.
  draw() {
    const numbers = Map.groupBy(this.features, (feature) => feature.properties.id);
    for (const marker of this.shown.values()) this.layer.removeLayer(marker);
    this.shown.clear();
    this.show([...numbers.values()].map((same) => ({ ...same[0], properties: { ...same[0].properties, number: same.map((feature) => feature.properties.number).join("·") } })));
    this.line.setLatLngs(this.features.map((feature) => position(feature.geometry)));
  }

  load() {}

  place(feature) {
    const marker = super.place(feature);
    marker.on("mouseover", () => lightStop(feature.properties.id, true)).on("mouseout", () => lightStop(feature.properties.id, false));
    return marker;
  }

  icon({ theme, number }) {
    const html = document.createElement("span");
    html.style.setProperty("--theme", `var(--theme-${theme})`);
    html.textContent = number;
    return L.divIcon({ className: "day-pin", html, iconSize: [30, 30], iconAnchor: [15, 15] });
  }
}

function lightStop(id, on) {
  for (const element of document.querySelectorAll(`#schedule [data-place-id="${CSS.escape(id)}"]`)) element.classList.toggle("lit", on);
}
