/*! entry */
// Leaflet, only on pages that hold a [data-map]. Shapes and points come as GeoJSON in a <script type="application/json">
// inside the element, tiles only when the place configured a server of its own (data-tiles).
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { type Props, type Shape, labelShapes, shapesOf } from "./labels";

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
  const fill = element.dataset["tiles"] ? 0.25 : 1;
  const style = (props: Props): L.PathOptions =>
    props.current ? { color: "#0f6b8a", weight: 2, fillColor: "#cfe6ef", fillOpacity: 0.75 } : { color: "#b4c3ca", weight: 1, fillColor: "#fff", fillOpacity: fill };
  const layer = L.geoJSON(data, {
    style: (feature) => style((feature?.properties ?? {}) as Props),
    pointToLayer: (feature, at) => {
      const props = (feature.properties ?? {}) as Props;
      const marker = L.marker(at, { icon: icon(props), title: props.label ?? "", alt: props.label ?? "", zIndexOffset: depth(props) });
      points.push(marker);
      return marker;
    },
    onEachFeature: (feature, shape) => {
      const props = (feature.properties ?? {}) as Props;
      if (feature.geometry.type !== "Point") return;
      if (props.label) shape.bindTooltip(props.label, { direction: "top", offset: [0, -10] });
      shape.on("click", () => open(props));
    },
  }).addTo(map);
  const shapes = shapesOf(layer);
  const bounds = layer.getBounds();
  const near = element.dataset["fit"] === "current" ? nearBounds(shapes, points) : null;
  // Nothing is zoomed so far in that the streets around it are lost.
  if (near) map.fitBounds(near.pad(0.08), { maxZoom: 17 });
  else if (bounds.isValid()) map.fitBounds(bounds.pad(0.03));
  else map.setView([31.85, 117.25], 13);
  const relabel = labelShapes(map, () => shapes);
  followSelection(element, data, points, (area) => {
    shapes.forEach(({ shape, props }) => {
      props.current = props.code !== undefined && props.code === area;
      shape.setStyle(style(props));
      if (props.current) shape.bringToFront();
    });
    relabel();
  });
  new ResizeObserver(() => map.invalidateSize()).observe(element);
}

/** The chosen record's community and every point of the list. */
function nearBounds(shapes: Shape[], points: L.Marker[]): L.LatLngBounds | null {
  const here = shapes.find(({ props }) => props.current);
  const around = L.latLngBounds([]);
  shapes.filter(({ props }) => here && (props.parent ? props.parent === here.props.parent : props === here.props)).forEach(({ shape }) => around.extend(shape.getBounds()));
  points.forEach((point) => around.extend(point.getLatLng()));
  return around.isValid() ? around : null;
}

/** The chosen record's point is shown larger and its shape in colour, also after the detail was swapped. */
function followSelection(element: HTMLElement, data: GeoJSON.FeatureCollection, points: L.Marker[], show: (area: string) => void): void {
  const features = data.features.filter((feature) => feature.geometry.type === "Point");
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!document.contains(element)) return;
    const item = ((event as CustomEvent).detail as { elt: Element }).elt.getAttribute("data-item");
    if (!item) return;
    features.forEach((feature, at) => {
      const props = { ...(feature.properties as Props), current: (feature.properties as Props).item === item };
      points[at]?.setIcon(icon(props)).setZIndexOffset(depth(props));
      if (props.current) show(props.area ?? "");
    });
  });
}

function depth(props: Props): number {
  if (props.current) return 1000;
  return props.light === "none" || !props.light ? -1000 : 0;
}

function icon(props: Props): L.DivIcon {
  const light = props.light ?? "none";
  // What runs no clock any more stays in the background.
  const size = props.current ? 26 : light === "none" ? 9 : 17;
  const box = document.createElement("div");
  box.innerHTML = `<svg class="map-pin ${light}" viewBox="0 0 20 20" aria-hidden="true"><path d="${SHAPE[light]}"/></svg>`;
  return L.divIcon({ html: box.firstElementChild as HTMLElement, className: "map-pin-box", iconSize: [size, size] });
}

function open(props: Props): void {
  const item = props.item ? document.querySelector<HTMLElement>(`[data-list] [data-item="${CSS.escape(props.item)}"]`) : null;
  if (item) item.click();
  else if (props.href) window.location.assign(props.href);
}

document.addEventListener("linli:swapped", start);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
