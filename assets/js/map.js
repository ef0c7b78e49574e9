// The living map: our own base map under markers and clusters that the server makes for each view.

import { showLikes } from "ffff/likes";

const KOREA = [[33.0, 124.6], [38.75, 131.0]];
const BOUNDS = [[30.8, 121.6], [43.5, 134.5]];
const PATIENCE_MS = 180;
const TOGETHER_PX = 30;
const CLOSEST_CLUSTER = 16;

export async function attach(element, hasTiles) {
  const frame = document.getElementById("map");
  if (!frame || !element?.map || frame.dataset.living) return;
  frame.dataset.living = "true";
  const map = element.map;
  frame.append(map.getContainer());
  map.invalidateSize({ animate: false, pan: false });
  L.control.zoom({ position: "topright", zoomInTitle: frame.dataset.wordZoomIn, zoomOutTitle: frame.dataset.wordZoomOut }).addTo(map);
  map.attributionControl.setPrefix(false).setPosition("bottomleft");
  const base = hasTiles ? null : new BaseMap(map, frame);
  const here = frame.dataset.place ? showPlace(map, frame) : showKorea(map);
  map.setMaxBounds(BOUNDS); // Not before: it would glide back into them from the first view, and take the second along.
  keepInView(map, frame, here);
  await base?.draw();
  const markers = await markersFor(map, frame, here);
  if (!here && isNarrowed(frame)) await markers.lookAt(new URL(location.href).searchParams, { animate: false });
  markers.start();
  frame.querySelector(".map-still")?.remove();
}

async function markersFor(map, frame, here) {
  if (!listed()) return new Markers(map, frame, here);
  const Listed = frame.dataset.day ? (await import("ffff/day_map")).DayMarkers : ListedMarkers;
  return new Listed(map, frame, listed());
}

// Until somebody moves the map, a change of its size shows the same part again instead of shifting it.
function keepInView(map, frame, here) {
  let moved = false;
  for (const type of ["pointerdown", "wheel", "keydown"]) frame.addEventListener(type, () => (moved = true), { once: true, passive: true });
  document.addEventListener("explored", () => (moved = true), { once: true });
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false, pan: false });
    if (!moved && !here && !isNarrowed(frame)) showKorea(map);
  }).observe(frame);
}

const isNarrowed = (frame) => Boolean(frame.dataset.mapQuery || listed());

// Some pages bring their markers along.
function listed() {
  return document.getElementById("map-places")?.textContent;
}

function showKorea(map) {
  const bbox = new URL(location.href).searchParams.get("bbox");
  if (bbox) {
    const [west, south, east, north] = bbox.split(",").map(Number);
    map.fitBounds([[south, west], [north, east]], { animate: false });
  } else map.fitBounds(KOREA, { animate: false });
  return null;
}

function showPlace(map, frame) {
  const { lat, lng, name, theme, place } = frame.dataset;
  const here = [Number(lat), Number(lng)];
  map.setView(here, 13.5, { animate: false });
  walkingRings(map, frame, here);
  L.marker(here, { icon: pin(theme, true), alt: name, title: name, zIndexOffset: 1000, keyboard: false }).addTo(map);
  return place;
}

// Circles of ten and twenty minutes on foot, by the same estimate as the list of what is near (4 km/h, detour 1.3).
function walkingRings(map, frame, here) {
  for (const minutes of [10, 20]) {
    const metres = (minutes * 67) / 1.3;
    L.circle(here, { radius: metres, className: "map-ring", interactive: false, fill: false, weight: 1.5, dashArray: "4 6", color: colour(frame, "--ink-soft") }).addTo(map);
    const html = document.createElement("span");
    html.textContent = frame.dataset.wordMinutes.replace("{m}", minutes);
    const south = [here[0] - metres / 111_195, here[1]]; // The pin of the place stands over what is north of it.
    L.marker(south, { icon: L.divIcon({ className: "map-label ring", html, iconSize: [0, 0] }), interactive: false, keyboard: false, zIndexOffset: 500 }).addTo(map);
  }
}

// --- base map -------------------------------------------------------------------------------------------------------

class BaseMap {
  constructor(map, frame) {
    this.map = map;
    this.frame = frame;
    this.renderer = L.canvas({ padding: 0.4 });
    this.labels = L.layerGroup().addTo(map);
    document.addEventListener("scheme", () => this.restyle());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.restyle());
  }

  async draw() {
    const [shapes, labels] = await Promise.all([this.frame.dataset.base, this.frame.dataset.labels].map(async (url) => (await fetch(url)).json()));
    this.shapes = L.geoJSON(shapes, { renderer: this.renderer, interactive: false, attribution: "Natural Earth" }).addTo(this.map);
    this.names = labels;
    this.restyle();
    this.map.on("moveend", () => this.name());
    this.name();
  }

  restyle() {
    this.shapes?.setStyle((feature) =>
      feature.properties.kind === "province"
        ? { fillColor: colour(this.frame, "--map-land"), fillOpacity: 1, color: colour(this.frame, "--map-border"), weight: 1 }
        : { fillColor: colour(this.frame, "--map-neighbour"), fillOpacity: 1, color: colour(this.frame, "--map-border"), weight: 0.5 },
    );
  }

  name() {
    const zoom = this.map.getZoom();
    const view = this.map.getBounds().pad(0.1);
    const lang = document.documentElement.lang;
    this.labels.clearLayers();
    const taken = [];
    for (const label of this.names) {
      if (zoom < label.min_zoom || (label.max_zoom && zoom > label.max_zoom) || !view.contains([label.lat, label.lng])) continue;
      const at = this.map.latLngToContainerPoint([label.lat, label.lng]);
      const text = label.name[lang] ?? label.name.en;
      const width = text.length * (/[\u3000-\u9fff\uac00-\ud7af]/.test(text) ? 13 : 7) + 8;
      const box = [at.x - width / 2, at.y - 9, at.x + width / 2, at.y + 9];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      const html = document.createElement("span");
      html.textContent = text;
      L.marker([label.lat, label.lng], {
        icon: L.divIcon({ className: `map-label ${label.kind}`, html, iconSize: [0, 0] }),
        interactive: false,
        keyboard: false,
        zIndexOffset: -1000,
      }).addTo(this.labels);
    }
  }
}

export function colour(frame, name) {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  frame.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}

// --- markers --------------------------------------------------------------------------------------------------------

class Markers {
  constructor(map, frame, here) {
    this.map = map;
    this.frame = frame;
    this.here = here;
    this.shown = new Map();
    this.layer = L.layerGroup().addTo(map);
    this.button = frame.querySelector(".map-area");
  }

  start() {
    this.map.on("moveend", () => this.soon());
    this.map.on("dragend zoomend", () => this.offer());
    this.map.on("click", () => this.close());
    this.button?.addEventListener("click", () => this.searchHere());
    document.addEventListener("explored", (event) => this.explored(event.detail));
    for (const [type, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
      document.addEventListener(type, (event) => this.light(event.target.closest?.("[data-place-id]")?.dataset.placeId, on));
    }
    this.load();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), PATIENCE_MS);
  }

  async load() {
    const view = this.map.getBounds().pad(0.15);
    const query = new URLSearchParams(this.frame.dataset.mapQuery ?? "");
    query.set("bbox", [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()].map((edge) => edge.toFixed(3)).join(","));
    query.set("zoom", Math.round(this.map.getZoom()));
    query.set("lang", document.documentElement.lang);
    this.asked?.abort();
    this.asked = new AbortController();
    const found = await fetch(`/v1/places/clusters?${query}`, { signal: this.asked.signal })
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null);
    if (found) this.show(found.features);
  }

  show(features) {
    const wanted = new Map(features.map((feature) => [key(feature), feature]));
    for (const [id, marker] of this.shown) {
      if (wanted.has(id)) continue;
      this.layer.removeLayer(marker);
      this.shown.delete(id);
      if (this.opened?.id === id) this.close();
    }
    for (const [id, feature] of wanted) {
      if (this.shown.has(id) || feature.properties.id === this.here) continue;
      const marker = feature.properties.id ? this.place(feature) : this.cluster(feature);
      this.shown.set(id, marker.addTo(this.layer));
    }
  }

  place({ geometry, properties }) {
    const marker = L.marker(position(geometry), { icon: this.icon(properties), alt: properties.name, title: properties.name });
    marker.on("add", () => mark(marker, "map-marker", properties.id));
    marker.on("click keypress", (event) => {
      if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
      this.open(properties.id, marker, event.type === "keypress");
    });
    marker.on("mouseover", () => lightCard(properties.id, true)).on("mouseout", () => lightCard(properties.id, false));
    return marker;
  }

  icon({ theme }) {
    return pin(theme);
  }

  cluster({ geometry, properties }) {
    const size = 34 + Math.min(26, Math.log10(properties.count) * 12);
    const label = this.frame.dataset.wordPlaces.replace("{n}", properties.count);
    const html = document.createElement("span");
    html.textContent = properties.count;
    const marker = L.marker(position(geometry), {
      icon: L.divIcon({ className: "map-cluster", html, iconSize: [size, size] }),
      alt: label,
      title: label,
    });
    marker.on("add", () => mark(marker, "map-cluster"));
    marker.on("click keypress", (event) => {
      if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
      const [west, south, east, north] = properties.bbox;
      this.map.flyToBounds([[south, west], [north, east]], { maxZoom: Math.max(16, this.map.getZoom() + 1), padding: [40, 40], duration: 0.5 });
    });
    return marker;
  }

  // The first click shows what is there, the second goes there.
  open(id, marker, byKeyboard) {
    if (this.opened?.id === id) return location.assign(`/places/${encodeURIComponent(id)}`);
    this.close();
    const popup = L.popup({ className: "map-popup", closeButton: false, closeOnClick: false, minWidth: 220, maxWidth: 280, offset: [0, -18], autoPanPadding: [16, 16] });
    popup.on("remove", () => this.opened?.popup === popup && this.close());
    this.opened = { id, popup };
    cardOf(id)?.classList.add("lit-by-click");
    if (matchMedia("(min-width: 900px)").matches) cardOf(id)?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    this.fill(popup, marker, byKeyboard);
  }

  async fill(popup, marker, byKeyboard) {
    const { id } = this.opened;
    const card = await fetchCard(id);
    if (this.opened?.popup !== popup) return; // Another one has been opened meanwhile.
    if (!card) return location.assign(`/places/${encodeURIComponent(id)}`);
    popup.setLatLng(marker.getLatLng()).setContent(card).openOn(this.map);
    showLikes();
    if (byKeyboard) card.querySelector("a").focus();
    card.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.close();
      marker.getElement()?.focus();
    });
  }

  close() {
    if (!this.opened) return;
    const { id, popup } = this.opened;
    this.opened = null;
    cardOf(id)?.classList.remove("lit-by-click");
    this.map.closePopup(popup);
  }

  light(id, on) {
    if (!id) return;
    this.shown.get(id)?.getElement()?.classList.toggle("lit", on);
  }

  offer() {
    if (!this.button || this.quiet) return;
    this.button.hidden = false;
  }

  searchHere() {
    const view = this.map.getBounds();
    const url = new URL(location.href);
    url.searchParams.set("bbox", [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()].map((edge) => edge.toFixed(4)).join(","));
    url.searchParams.delete("cursor");
    this.button.hidden = true;
    import("ffff/explore").then((module) => module.explore(url.href));
  }

  async explored(parameters) {
    if (this.button) this.button.hidden = true;
    await this.lookAt(parameters);
    this.load();
  }

  // After a choice the map moves to where its places are.
  async lookAt(parameters, how) {
    if (parameters.has("bbox")) return;
    const chosen = this.frame.dataset.mapQuery;
    const query = new URLSearchParams(chosen);
    query.set("bbox", "124,32.5,132,39");
    query.set("zoom", "5");
    const response = await fetch(`/v1/places/clusters?${query}`).catch(() => null);
    const features = response?.ok ? (await response.json()).features : [];
    if (this.frame.dataset.mapQuery === chosen) this.fit(features, how); // Else something else has been chosen meanwhile.
  }

  fit(features, how = {}) {
    const bounds = L.latLngBounds(features.flatMap(({ geometry, properties: { bbox } }) => (bbox ? [[bbox[1], bbox[0]], [bbox[3], bbox[2]]] : [position(geometry)])));
    this.quiet = true;
    this.map.once("moveend", () => setTimeout(() => (this.quiet = false), 50));
    this.map.fitBounds(bounds.isValid() ? bounds.pad(0.15) : KOREA, { maxZoom: 13, ...how });
  }
}

export class ListedMarkers extends Markers {
  constructor(map, frame, text) {
    super(map, frame, null);
    this.text = text;
    this.features = JSON.parse(text);
    this.inside = new Map();
  }

  load() {
    const groups = this.map.getZoom() < CLOSEST_CLUSTER ? this.together() : this.features.map((feature) => [feature]);
    this.inside = new Map();
    this.show(groups.map((group) => (group.length === 1 ? group[0] : this.one(group))));
  }

  // What would lie upon one another is one cluster, as the server makes them of other maps.
  together() {
    const groups = [];
    for (const feature of this.features) {
      const at = this.map.project(position(feature.geometry));
      const near = groups.find((group) => group.at.distanceTo(at) < TOGETHER_PX);
      near ? near.push(feature) : groups.push(Object.assign([feature], { at }));
    }
    return groups;
  }

  one(group) {
    const bounds = L.latLngBounds(group.map(({ geometry }) => position(geometry)));
    const { lat, lng } = bounds.getCenter();
    const bbox = bounds.toBBoxString().split(",").map(Number);
    const cluster = { geometry: { coordinates: [lng, lat] }, properties: { count: group.length, bbox } };
    for (const { properties } of group) this.inside.set(properties.id, key(cluster));
    return cluster;
  }

  light(id, on) {
    super.light(this.inside.get(id) ?? id, on);
  }

  lookAt() {
    this.fit(this.features, { animate: false });
  }
}

export const position = ({ coordinates: [lng, lat] }) => [lat, lng];
const key = ({ properties, geometry }) => properties.id ?? `${properties.count}@${geometry.coordinates}`;

function pin(theme, here = false) {
  const html = document.createElement("span");
  html.style.setProperty("--theme", `var(--theme-${theme})`);
  return L.divIcon({ className: here ? "map-pin here" : "map-pin", html, iconSize: here ? [34, 42] : [24, 30], iconAnchor: here ? [17, 42] : [12, 30] });
}

function mark(marker, testid, placeId) {
  const element = marker.getElement();
  element.dataset.testid = testid;
  element.setAttribute("aria-label", marker.options.title);
  if (placeId) element.dataset.placeId = placeId;
}

const cardOf = (id) => document.querySelector(`.place-card[data-place-id="${CSS.escape(id)}"]`);
const lightCard = (id, on) => cardOf(id)?.classList.toggle("lit", on);

async function fetchCard(id) {
  const here = new URL(location.href).searchParams;
  const query = new URLSearchParams({ lang: document.documentElement.lang });
  const day = here.get("open_on") ?? here.get("on");
  if (day) query.set("on", day);
  const response = await fetch(`/fragments/places/${encodeURIComponent(id)}?${query}`).catch(() => null);
  if (!response?.ok) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".map-card");
}
