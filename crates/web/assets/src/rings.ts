// Outlines in whole 10⁻⁷ degrees: reading and writing them, sides, cuts.

export type Corner = [number, number];
export type Grid = { code: string; name: string; households: number; population: number; ring: Corner[] };
export type Cut = { at: Corner; side: number };

export function same(a: Corner, b: Corner): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Grids of a GeoJSON text; what is no polygon is left to the server to tell. */
export function parse(text: string): Grid[] {
  let data: { features?: { properties?: Record<string, unknown>; geometry?: { type?: string; coordinates?: number[][][] } }[] };
  try {
    data = JSON.parse(text) as typeof data;
  } catch {
    return [];
  }
  const grids: Grid[] = [];
  for (const { properties = {}, geometry } of data.features ?? []) {
    const ring = geometry?.type === "Polygon" ? geometry.coordinates?.[0] : undefined;
    if (!ring) continue;
    const corners = ring.map(([x = 0, y = 0]): Corner => [Math.round(x * 1e7), Math.round(y * 1e7)]);
    const [first, last] = [corners[0], corners[corners.length - 1]];
    if (first && last && corners.length > 1 && same(first, last)) corners.pop();
    grids.push({ code: String(properties["code"] ?? ""), name: String(properties["name"] ?? ""), households: Number(properties["households"] ?? 0), population: Number(properties["population"] ?? 0), ring: corners });
  }
  return grids;
}

export function write(grids: Grid[]): string {
  const features = grids.map(({ ring, ...properties }) => ({
    type: "Feature",
    properties,
    geometry: { type: "Polygon", coordinates: [[...ring, ...ring.slice(0, 1)].map(([x, y]) => [x / 1e7, y / 1e7])] },
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}

/** The nearest point on a side of any of the grids. */
export function nearestOnSides(grids: Grid[], at: Corner): Corner | null {
  let best: Corner | null = null;
  let least = Infinity;
  for (const { ring } of grids) {
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length] ?? a;
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
      const along = Math.min(1, Math.max(0, ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)));
      const on: Corner = [Math.round(a[0] + dx * along), Math.round(a[1] + dy * along)];
      const far = (on[0] - at[0]) ** 2 + (on[1] - at[1]) ** 2;
      if (far < least) [best, least] = [on, far];
    });
  }
  return best;
}

/** Puts a corner into the side between two others, if the ring has that side and the corner lies on it (to within two units). */
export function insertOn(ring: Corner[], a: Corner, b: Corner, at: Corner): boolean {
  if (same(at, a) || same(at, b)) return false;
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy);
  const along = ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length;
  const off = Math.abs((at[0] - a[0]) * dy - (at[1] - a[1]) * dx) / length;
  if (off > 2 || along <= 0 || along >= length) return false;
  for (let i = 0; i < ring.length; i += 1) {
    const [c, d] = [ring[i], ring[(i + 1) % ring.length]];
    if (c && d && ((same(c, a) && same(d, b)) || (same(c, b) && same(d, a)))) {
      ring.splice(i + 1, 0, at);
      return true;
    }
  }
  return false;
}

/** Where the line through two points crosses a ring: the corner to be, and after which corner of the ring it comes. */
export function crossings(ring: Corner[], from: Corner, to: Corner): Cut[] {
  const side = ([x, y]: Corner): number => (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]);
  const cuts: Cut[] = [];
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length] ?? a;
    const [p, q] = [side(a), side(b)];
    if (p > 0 === q > 0) return;
    const t = p / (p - q);
    cuts.push({ at: [Math.round(a[0] + (b[0] - a[0]) * t), Math.round(a[1] + (b[1] - a[1]) * t)], side: i });
  });
  return cuts;
}

/** The two rings on either side of a cut. */
export function splitRing(ring: Corner[], cuts: Cut[]): [Corner[], Corner[]] {
  const [one, two] = cuts;
  if (!one || !two) return [ring, []];
  const tidy = (corners: Corner[]): Corner[] => corners.filter((at, i) => !same(at, corners[(i + 1) % corners.length] ?? at));
  const inner = tidy([one.at, ...ring.slice(one.side + 1, two.side + 1), two.at]);
  const outer = tidy([...ring.slice(0, one.side + 1), one.at, two.at, ...ring.slice(two.side + 1)]);
  return [outer, inner];
}
