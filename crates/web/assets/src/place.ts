/*! entry */
// The map on which a report's place is marked: grids without tiles, one pin to drag. It listens to "linli:place" and writes the two fields.
import L from "leaflet";
import { labelShapes, shapesOf } from "./labels";

type Place = { lon: number; lat: number; zoom?: number };

function start(): void {
  document.querySelectorAll<HTMLElement>("[data-place-map]").forEach(draw);
}

function draw(element: HTMLElement): void {
  const lon = document.querySelector<HTMLInputElement>(element.dataset["lon"] ?? "#-");
  const lat = document.querySelector<HTMLInputElement>(element.dataset["lat"] ?? "#-");
  if (!lon || !lat) return;
  const source = element.querySelector("script[type='application/json']")?.textContent ?? "";
  const [x = 0, y = 0] = (element.dataset["centre"] ?? "").split(",").map(Number);
  const map = L.map(element, { attributionControl: false, fadeAnimation: false, zoomAnimation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches, scrollWheelZoom: false, minZoom: 10, maxZoom: 19 });
  const known = lon.value !== "" && lat.value !== "";
  map.setView(known ? [Number(lat.value), Number(lon.value)] : [y, x], known ? 16 : Number(element.dataset["zoom"] ?? "15"));
  const shapes = L.geoJSON(undefined, {
    interactive: false,
    style: (feature) => ({ className: (feature?.properties as { current?: boolean } | null)?.current ? "place-area on" : "place-area" }),
  }).addTo(map);
  const relabel = labelShapes(map, () => shapesOf(shapes));
  if (source) {
    shapes.addData(JSON.parse(source) as GeoJSON.FeatureCollection);
    if (!known && shapes.getBounds().isValid()) map.fitBounds(shapes.getBounds().pad(0.02));
    relabel();
  }
  const pin = L.divIcon({ className: "place-pin", iconSize: [44, 44], iconAnchor: [22, 22] });
  const marker = L.marker(map.getCenter(), { draggable: true, icon: pin, alt: element.getAttribute("aria-label") ?? "", keyboard: true });
  if (known) marker.addTo(map);
  const write = (at: L.LatLng): void => {
    marker.setLatLng(at).addTo(map);
    lon.value = at.lng.toFixed(6);
    lat.value = at.lat.toFixed(6);
    lat.dispatchEvent(new Event("change", { bubbles: true }));
  };
  marker.on("dragend", () => write(marker.getLatLng()));
  map.on("click", (event) => write(event.latlng));
  // Without a mouse: the arrow keys move the map, Enter puts the pin in its middle.
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== element) return;
    event.preventDefault();
    write(map.getCenter());
  });
  document.addEventListener("linli:place", (event) => {
    const place = (event as CustomEvent<Place>).detail;
    map.setView([place.lat, place.lon], Math.max(map.getZoom(), place.zoom ?? 17));
    write(L.latLng(place.lat, place.lon));
  });
  const grids = element.dataset["grids"];
  if (grids) keepGrids(map, shapes, grids, relabel);
  // Nobody reads a blank sheet: without a place, the whole district is shown to find one's own part of it.
  if (grids && !known && !source) void wholeOf(map, shapes, grids, relabel);
  new ResizeObserver(() => map.invalidateSize()).observe(element);
}

async function wholeOf(map: L.Map, shapes: L.GeoJSON, address: string, relabel: () => void): Promise<void> {
  try {
    const answer = await fetch(address);
    // Whoever was faster on the map keeps what they look at.
    if (!answer.ok || map.getZoom() >= 14) return;
    shapes.clearLayers().addData((await answer.json()) as GeoJSON.FeatureCollection);
    map.fitBounds(shapes.getBounds());
    relabel();
  } catch {
    // The pin works without the shapes behind it.
  }
}

/** Loads the grids of what is seen; near places only, so that a district is never sent whole. */
function keepGrids(map: L.Map, shapes: L.GeoJSON, address: string, relabel: () => void): void {
  let loaded: L.LatLngBounds | null = null;
  const load = async (): Promise<void> => {
    if (map.getZoom() < 14 || loaded?.contains(map.getBounds())) return;
    const wanted = map.getBounds().pad(0.5);
    try {
      const answer = await fetch(`${address}?bbox=${[wanted.getWest(), wanted.getSouth(), wanted.getEast(), wanted.getNorth()].map((n) => n.toFixed(5)).join(",")}`);
      if (!answer.ok) return;
      const data = (await answer.json()) as GeoJSON.FeatureCollection;
      shapes.clearLayers().addData(data);
      loaded = wanted;
      relabel();
    } catch {
      // The pin works without the grids behind it.
    }
  };
  map.on("moveend", () => void load());
  void load();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
