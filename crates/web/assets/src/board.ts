/*! entry */
// The board's map: areas shaded by how many matters they have. The list beside it holds the same numbers.
import L from "leaflet";

type Props = { label?: string; n?: number; level?: number; href?: string };

function start(): void {
  document.querySelectorAll<HTMLElement>("[data-heat]").forEach((element) => {
    const source = element.querySelector("script[type='application/json']")?.textContent ?? "";
    if (!source) return;
    const map = L.map(element, { attributionControl: false, fadeAnimation: false, zoomSnap: 0.25, scrollWheelZoom: false });
    const layer = L.geoJSON(JSON.parse(source) as GeoJSON.FeatureCollection, {
      style: (feature) => ({ className: `heat heat-${(feature?.properties as Props).level ?? 0}` }),
      onEachFeature: (feature, shape) => {
        const props = feature.properties as Props;
        const words = document.createElement("span");
        words.textContent = `${props.label ?? ""} ${props.n ?? 0}`;
        shape.bindTooltip(words, { sticky: true });
        shape.on("click", () => {
          if (props.href) window.location.assign(props.href);
        });
      },
    }).addTo(map);
    const bounds = layer.getBounds();
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.02));
    new ResizeObserver(() => {
      map.invalidateSize();
      if (bounds.isValid()) map.fitBounds(bounds.pad(0.02));
    }).observe(element);
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
