// Names of shapes on a map, each only where it has room.
import L from "leaflet";

export type Props = {
  label?: string;
  href?: string;
  light?: "late" | "soon" | "fine" | "none";
  item?: string;
  current?: boolean;
  /** Of a shape: its code, the one it lies in, its name without that one. Of a point: the shape it lies in. */
  code?: string;
  parent?: string;
  name?: string;
  area?: string;
};

export type Shape = { shape: L.Polygon; props: Props };

/** The shapes of a layer, the chosen one on top. */
export function shapesOf(layer: L.GeoJSON): Shape[] {
  const found: Shape[] = [];
  layer.eachLayer((shape) => {
    if (!(shape instanceof L.Polygon)) return;
    found.push({ shape, props: { ...((shape.feature?.properties ?? {}) as Props) } });
  });
  found.filter(({ props }) => props.current).forEach(({ shape }) => shape.bringToFront());
  return found;
}

/** Names of shapes, each only where it has room: in full, or short, or not at all; never one over another. */
export function labelShapes(map: L.Map, shapes: () => Shape[]): () => void {
  const names = L.layerGroup().addTo(map);
  const place = (): void => {
    names.clearLayers();
    const taken: L.Bounds[] = [];
    const seen = map.getBounds();
    const first = [...shapes()].sort((a, b) => Number(b.props.current ?? false) - Number(a.props.current ?? false));
    for (const { shape, props } of first) {
      const box = shape.getBounds();
      if (!props.label || !seen.intersects(box)) continue;
      const [low, high] = [map.latLngToLayerPoint(box.getSouthWest()), map.latLngToLayerPoint(box.getNorthEast())];
      const [width, height] = [high.x - low.x, low.y - high.y];
      const fits = (text: string): boolean => wide(text) < width * (props.current ? 1.6 : 0.92) && height > 20;
      const text = [props.label, props.name ?? ""].find((text) => text !== "" && fits(text));
      if (!text) continue;
      const middle = map.latLngToLayerPoint(shape.getCenter());
      const half = L.point(wide(text) / 2 + 3, 9);
      const own = L.bounds(middle.subtract(half), middle.add(half));
      if (taken.some((other) => other.intersects(own))) continue;
      taken.push(own);
      L.tooltip({ permanent: true, direction: "center", className: props.current ? "map-label on" : "map-label", interactive: false })
        .setLatLng(map.layerPointToLatLng(middle))
        .setContent(text)
        .addTo(names);
    }
  };
  map.on("zoomend moveend", place);
  place();
  return place;
}

/** About how wide words are at 11 px: a Chinese character is a square, a letter half of one. */
function wide(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e80 ? 11.5 : 6.2), 0);
}

