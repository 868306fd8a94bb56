/*! entry */
// Leaflet, only on pages that hold a [data-map]. Shapes and points come as GeoJSON in a <script type="application/json">
// inside the element, tiles only when the place configured a server of its own (data-tiles).
import L from "leaflet";
import "leaflet/dist/leaflet.css";

type Props = { label?: string; href?: string; light?: "late" | "soon" | "fine" | "none"; item?: string; kind?: "area" | "point"; current?: boolean };
// The same shapes as in the lists: ● late, ▲ soon, ◆ in time.
const SHAPE = {
  late: "M2 10a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
  soon: "M10 1L19 18H1z",
  fine: "M10 1l9 9-9 9-9-9z",
  none: "M3 3h14v14H3z",
} as const;
const started = new WeakSet<Element>();

function start(): void {
  document.querySelectorAll<HTMLElement>("[data-map]").forEach((element) => {
    if (started.has(element)) return;
    started.add(element);
    draw(element);
  });
}

function draw(element: HTMLElement): void {
  const source = element.querySelector("script[type='application/json']")?.textContent ?? "";
  const data = (source ? JSON.parse(source) : { type: "FeatureCollection", features: [] }) as GeoJSON.FeatureCollection;
  element.querySelector("[data-map-fallback]")?.remove();
  const map = L.map(element, {
    attributionControl: Boolean(element.dataset["tiles"]),
    zoomControl: element.dataset["map"] !== "small",
    keyboard: true,
    zoomSnap: 0.25,
    zoomDelta: 0.5,
    fadeAnimation: false,
    zoomAnimation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  if (element.dataset["tiles"]) {
    L.tileLayer(element.dataset["tiles"], { attribution: element.dataset["attribution"] ?? "", maxZoom: 19 }).addTo(map);
  }
  const points: L.Marker[] = [];
  const layer = L.geoJSON(data, {
    style: (feature) => {
      const props = (feature?.properties ?? {}) as Props;
      return props.current
        ? { color: "#0f6b8a", weight: 2, fillColor: "#cfe6ef", fillOpacity: 0.75 }
        : { color: "#b4c3ca", weight: 1, fillColor: "#fff", fillOpacity: element.dataset["tiles"] ? 0.25 : 1 };
    },
    pointToLayer: (feature, at) => {
      const props = (feature.properties ?? {}) as Props;
      const marker = L.marker(at, { icon: icon(props), title: props.label ?? "", alt: props.label ?? "", zIndexOffset: props.current ? 1000 : 0 });
      points.push(marker);
      return marker;
    },
    onEachFeature: (feature, shape) => {
      const props = (feature.properties ?? {}) as Props;
      if (feature.geometry.type !== "Point") {
        if (props.label) shape.bindTooltip(props.label, { permanent: true, direction: "center", className: props.current ? "map-label on" : "map-label" });
        return;
      }
      if (props.label) shape.bindTooltip(props.label, { direction: "top", offset: [0, -10] });
      shape.on("click", () => open(props));
    },
  }).addTo(map);
  const bounds = layer.getBounds();
  const near = element.dataset["fit"] === "current" ? currentBounds(layer) : null;
  if (near) map.fitBounds(near.pad(0.6));
  else if (bounds.isValid()) map.fitBounds(bounds.pad(0.03));
  else map.setView([31.85, 117.25], 13);
  placePicker(element, map);
  followSelection(element, data, points);
  new ResizeObserver(() => map.invalidateSize()).observe(element);
}

/** The chosen record's point is shown larger, also after the detail was swapped. */
function followSelection(element: HTMLElement, data: GeoJSON.FeatureCollection, points: L.Marker[]): void {
  const features = data.features.filter((feature) => feature.geometry.type === "Point");
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!document.contains(element)) return;
    const item = ((event as CustomEvent).detail as { elt: Element }).elt.getAttribute("data-item");
    if (!item) return;
    features.forEach((feature, at) => {
      const props = { ...(feature.properties as Props), current: (feature.properties as Props).item === item };
      points[at]?.setIcon(icon(props)).setZIndexOffset(props.current ? 1000 : 0);
    });
  });
}

function icon(props: Props): L.DivIcon {
  const light = props.light ?? "none";
  const size = props.current ? 26 : 17;
  const box = document.createElement("div");
  box.innerHTML = `<svg class="map-pin ${light}" viewBox="0 0 20 20" aria-hidden="true"><path d="${SHAPE[light]}"/></svg>`;
  return L.divIcon({ html: box.firstElementChild as HTMLElement, className: "map-pin-box", iconSize: [size, size] });
}

function open(props: Props): void {
  const item = props.item ? document.querySelector<HTMLElement>(`[data-list] [data-item="${CSS.escape(props.item)}"]`) : null;
  if (item) item.click();
  else if (props.href) window.location.assign(props.href);
}

function currentBounds(layer: L.GeoJSON): L.LatLngBounds | null {
  let found: L.LatLngBounds | null = null;
  layer.eachLayer((shape) => {
    const props = ((shape as L.GeoJSON & { feature?: GeoJSON.Feature }).feature?.properties ?? {}) as Props;
    if (props.current && shape instanceof L.Polygon) found = shape.getBounds();
  });
  return found;
}

/** A map with data-lat and data-lon writes the chosen place into those two fields. */
function placePicker(element: HTMLElement, map: L.Map): void {
  const lat = document.querySelector<HTMLInputElement>(element.dataset["lat"] ?? "[data-none]");
  const lon = document.querySelector<HTMLInputElement>(element.dataset["lon"] ?? "[data-none]");
  if (!lat || !lon) return;
  const at = lat.value && lon.value ? L.latLng(Number(lat.value), Number(lon.value)) : map.getCenter();
  const marker = L.marker(at, { draggable: true, icon: icon({ light: "late", current: true }), keyboard: true }).addTo(map);
  const write = (): void => {
    lat.value = marker.getLatLng().lat.toFixed(6);
    lon.value = marker.getLatLng().lng.toFixed(6);
    lat.dispatchEvent(new Event("change", { bubbles: true }));
  };
  if (lat.value) map.setView(at, 15.5);
  marker.on("dragend", write);
  map.on("click", (event) => {
    marker.setLatLng(event.latlng);
    write();
  });
}

document.addEventListener("linli:swapped", start);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
