/*! entry */
// Grids of a community drawn on a map. The drawing is the text of the form's field; everything here changes that text and asks the server, which
// alone decides, what it thinks of it. Corners are whole 10⁻⁷ degrees; a corner that several grids share moves in all of them, so that borders
// stay one.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "./css/grids.css";
import { type Corner, type Grid, crossings, insertOn, nearestOnSides, parse, same, splitRing, write } from "./rings";

/** How near, in pixels, a corner must come to another to become one with it. */
const SNAP = 14;

class Editor {
  private grids: Grid[] = [];
  private chosen: Grid | null = null;
  private corner: Corner | null = null;
  private mode: "pick" | "draw" | "split" = "pick";
  private path: Corner[] = [];
  private readonly past: string[] = [];
  private readonly map: L.Map;
  private readonly shapes = L.layerGroup();
  private readonly marks = L.geoJSON(undefined, { interactive: false, style: (f) => ({ className: `grid-mark ${(f?.properties as { kind?: string }).kind ?? ""}` }) });
  private readonly handles = L.layerGroup();
  private readonly sketch = L.layerGroup();
  private timer = 0;
  private asked = 0;

  constructor(
    private readonly box: HTMLElement,
    private readonly text: HTMLTextAreaElement,
    private readonly fields: HTMLFieldSetElement,
    private readonly hint: HTMLElement,
  ) {
    box.querySelector("[data-map-fallback]")?.remove();
    this.map = L.map(box, { attributionControl: false, doubleClickZoom: false, fadeAnimation: false, zoomSnap: 0.5, maxZoom: 20, zoomAnimation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches });
    for (const layer of [this.shapes, this.marks, this.sketch, this.handles]) layer.addTo(this.map);
    this.load(text.value);
    const bounds = L.latLngBounds(this.grids.flatMap((grid) => grid.ring.map(place)));
    if (bounds.isValid()) this.map.fitBounds(bounds.pad(0.05));
    else this.map.setView([31.85, 117.25], 13);
    this.map.on("click", (event) => this.press(corner(event.latlng)));
    this.map.on("dblclick", () => this.finish());
    this.map.on("zoomend", () => this.draw());
    box.addEventListener("keydown", (event) => this.key(event));
    document.querySelectorAll<HTMLButtonElement>("[data-tool]").forEach((button) => button.addEventListener("click", () => this.tool(button.dataset["tool"] ?? "")));
    fields.querySelectorAll<HTMLInputElement>("[data-field]").forEach((input) => input.addEventListener("change", () => this.fill(input)));
    new ResizeObserver(() => this.map.invalidateSize()).observe(box);
    this.showMarks(document);
    this.draw();
  }

  private load(text: string): void {
    this.grids = parse(text);
    this.chosen = this.grids.find((grid) => grid.code === this.chosen?.code && grid.code !== "") ?? null;
    this.corner = null;
  }

  private say(key: string): void {
    this.hint.textContent = this.box.dataset[key] ?? "";
  }

  private remember(): void {
    this.past.push(write(this.grids));
    if (this.past.length > 200) this.past.shift();
  }

  /** After a change: the text, the picture, and what the server says. */
  private changed(): void {
    this.text.value = write(this.grids);
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.draw();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), 200);
  }

  private async ask(): Promise<void> {
    const turn = ++this.asked;
    try {
      const answer = await fetch(this.box.dataset["check"] ?? "", { method: "POST", headers: { "content-type": "application/geo+json" }, body: this.text.value });
      if (!answer.ok || turn !== this.asked) return;
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      const said = box.content.querySelector("[data-grids-said]");
      if (said) document.querySelector("[data-grids-said]")?.replaceWith(said);
      this.showMarks(document);
    } catch {
      // Saving checks again; what is shown here only comes sooner.
    }
  }

  private showMarks(root: ParentNode): void {
    this.marks.clearLayers();
    const source = root.querySelector("script[data-marks]")?.textContent;
    if (source) this.marks.addData(JSON.parse(source) as GeoJSON.FeatureCollection);
  }

  private draw(): void {
    this.shapes.clearLayers();
    this.handles.clearLayers();
    this.sketch.clearLayers();
    const order = [...this.grids].sort((a, b) => Number(this.isOutline(b)) - Number(this.isOutline(a)));
    for (const grid of order) {
      const outline = this.isOutline(grid);
      const shape = L.polygon(grid.ring.map(place), { className: `grid-shape${outline ? " outline" : ""}${grid === this.chosen ? " on" : ""}`, interactive: true, bubblingMouseEvents: true });
      shape.on("click", (event) => {
        if (this.mode !== "pick" || outline) return;
        L.DomEvent.stop(event);
        this.choose(grid);
      });
      if (!outline) shape.bindTooltip(grid.name || "·", { permanent: true, direction: "center", className: grid === this.chosen ? "map-label on" : "map-label" });
      shape.addTo(this.shapes);
    }
    if (this.chosen && this.mode === "pick") this.drawHandles(this.chosen);
    if (this.path.length > 0) L.polyline(this.path.map(place), { className: "grid-sketch" }).addTo(this.sketch);
    this.path.forEach((at) => L.circleMarker(place(at), { radius: 6, className: "grid-sketch-corner", interactive: false }).addTo(this.sketch));
  }

  private drawHandles(grid: Grid): void {
    grid.ring.forEach((at, index) => {
      const on = this.corner !== null && same(at, this.corner);
      const handle = L.marker(place(at), { draggable: true, keyboard: true, zIndexOffset: 1000, title: this.box.dataset["sayCorner"] ?? "", alt: `${index + 1}`, icon: L.divIcon({ className: `grid-corner${on ? " on" : ""}`, iconSize: [32, 32] }) });
      let from = at;
      handle.on("click", () => {
        this.corner = at;
        this.draw();
      });
      handle.on("dragstart", () => {
        this.remember();
        this.corner = at;
      });
      handle.on("drag", () => {
        const to = this.snapped(corner(handle.getLatLng()), from);
        this.move(from, to);
        from = to;
        this.shapes.eachLayer((layer) => layer.remove());
        this.redrawShapes();
      });
      handle.on("dragend", () => {
        this.corner = from;
        this.knit(from);
        this.changed();
      });
      handle.addTo(this.handles);
      const next = grid.ring[(index + 1) % grid.ring.length] ?? at;
      const middle: Corner = [Math.round((at[0] + next[0]) / 2), Math.round((at[1] + next[1]) / 2)];
      const adder = L.marker(place(middle), { keyboard: false, alt: "", zIndexOffset: -1000, icon: L.divIcon({ className: "grid-middle", iconSize: [24, 24] }) });
      adder.on("click", () => {
        this.remember();
        this.grids.forEach((other) => insertOn(other.ring, at, next, middle));
        this.corner = middle;
        this.changed();
      });
      adder.addTo(this.handles);
    });
  }

  private redrawShapes(): void {
    this.shapes.clearLayers();
    for (const grid of this.grids) L.polygon(grid.ring.map(place), { className: `grid-shape${this.isOutline(grid) ? " outline" : ""}${grid === this.chosen ? " on" : ""}`, interactive: false }).addTo(this.shapes);
  }

  private isOutline(grid: Grid): boolean {
    return grid.code === this.box.dataset["grids"];
  }

  /** Moves a corner in every grid that has it. */
  private move(from: Corner, to: Corner): void {
    this.grids.forEach((grid) => (grid.ring = grid.ring.map((at) => (same(at, from) ? to : at))));
  }

  /** A corner near another one, or near a side, is on it. */
  private snapped(at: Corner, not: Corner): Corner {
    const pixel = this.map.latLngToContainerPoint(place(at));
    const near = (other: Corner): number => this.map.latLngToContainerPoint(place(other)).distanceTo(pixel);
    let best: { at: Corner; far: number } | null = null;
    for (const grid of this.grids) {
      for (const other of grid.ring) {
        if (same(other, not) || same(other, at)) continue;
        const far = near(other);
        if (far < SNAP && (best === null || far < best.far)) best = { at: other, far };
      }
    }
    if (best) return best.at;
    const side = nearestOnSides(this.grids.filter((grid) => !grid.ring.some((other) => same(other, not))), at);
    return side && near(side) < SNAP ? side : at;
  }

  /** A corner that lies on a side of another grid becomes a corner of it; one that came to lie on its neighbour is one with it. */
  private knit(at: Corner): void {
    for (const grid of this.grids) {
      if (!grid.ring.some((other) => same(other, at))) {
        const size = grid.ring.length;
        for (let i = 0; i < size; i += 1) {
          const [a, b] = [grid.ring[i], grid.ring[(i + 1) % size]];
          if (a && b && insertOn(grid.ring, a, b, at)) break;
        }
      }
      grid.ring = grid.ring.filter((other, i, ring) => !same(other, ring[(i + 1) % ring.length] ?? other) || ring.length < 2);
    }
  }

  private choose(grid: Grid | null): void {
    this.chosen = grid;
    this.corner = null;
    this.fields.hidden = !grid;
    if (grid) {
      this.fields.querySelectorAll<HTMLInputElement>("[data-field]").forEach((input) => (input.value = String(grid[input.dataset["field"] as "name" | "households" | "population"])));
      this.say("sayChosen");
    } else this.say("sayPick");
    this.draw();
  }

  private fill(input: HTMLInputElement): void {
    if (!this.chosen) return;
    this.remember();
    if (input.dataset["field"] === "name") this.chosen.name = input.value.trim();
    else if (input.dataset["field"] === "households") this.chosen.households = Math.max(0, Math.round(Number(input.value) || 0));
    else this.chosen.population = Math.max(0, Math.round(Number(input.value) || 0));
    this.changed();
  }

  private press(at: Corner): void {
    if (this.mode === "draw") {
      const first = this.path[0];
      const to = this.snapped(at, at);
      if (first && this.path.length > 2 && same(first, to)) return this.finish();
      const near = first && this.path.length > 2 && this.map.latLngToContainerPoint(place(first)).distanceTo(this.map.latLngToContainerPoint(place(at))) < SNAP;
      if (near) return this.finish();
      this.path.push(to);
      this.draw();
    } else if (this.mode === "split") {
      this.path.push(at);
      this.draw();
      if (this.path.length === 2) this.split();
    } else this.choose(null);
  }

  /** Ends the drawing of a grid; the first outline of a community without one is its own. */
  private finish(): void {
    if (this.mode !== "draw") return;
    const ring = this.path.filter((at, i) => i === 0 || !same(at, this.path[i - 1] ?? at));
    this.path = [];
    this.mode = "pick";
    if (ring.length > 2) {
      this.remember();
      const outline = !this.grids.some((grid) => this.isOutline(grid));
      const grid: Grid = { code: outline ? (this.box.dataset["grids"] ?? "") : "", name: "", households: 0, population: 0, ring };
      this.grids.push(grid);
      ring.forEach((at) => this.knit(at));
      this.changed();
      this.choose(outline ? null : grid);
    } else this.choose(null);
    this.pressed("");
  }

  private split(): void {
    const [from, to] = this.path;
    this.path = [];
    this.mode = "pick";
    this.pressed("");
    const grid = this.chosen;
    const cut = grid && from && to ? crossings(grid.ring, from, to) : [];
    if (!grid || cut.length !== 2) {
      this.say("saySplitNone");
      this.draw();
      return;
    }
    this.remember();
    const [one, other] = splitRing(grid.ring, cut);
    const half = Math.round(grid.households / 2);
    const people = Math.round(grid.population / 2);
    const added: Grid = { code: "", name: "", households: grid.households - half, population: grid.population - people, ring: other };
    Object.assign(grid, { ring: one, households: half, population: people });
    this.grids.push(added);
    cut.forEach(({ at }) => this.knit(at));
    this.changed();
    this.choose(grid);
  }

  private tool(name: string): void {
    if (name === "undo") {
      const before = this.past.pop();
      if (before === undefined) return;
      this.path = [];
      this.mode = "pick";
      this.load(before);
      this.choose(this.chosen);
      this.changed();
    } else if (name === "draw") {
      this.mode = this.mode === "draw" ? "pick" : "draw";
      this.path = [];
      this.say(this.mode !== "draw" ? "sayPick" : this.grids.some((grid) => this.isOutline(grid)) ? "sayDraw" : "sayOutline");
      this.draw();
    } else if (!this.chosen) this.say("sayNone");
    else if (name === "split") {
      this.mode = this.mode === "split" ? "pick" : "split";
      this.path = [];
      this.say(this.mode === "split" ? "saySplit" : "sayChosen");
      this.draw();
    } else if (name === "remove") {
      this.remember();
      this.grids = this.grids.filter((grid) => grid !== this.chosen);
      this.choose(null);
      this.changed();
    } else if (name === "corner" && this.corner) {
      const gone = this.corner;
      this.remember();
      this.grids.forEach((grid) => {
        if (grid.ring.length > 3) grid.ring = grid.ring.filter((at) => !same(at, gone));
      });
      this.corner = null;
      this.changed();
    } else if (name === "corner") this.say("sayChosen");
    this.pressed(this.mode === "pick" ? "" : this.mode);
  }

  private pressed(tool: string): void {
    document.querySelectorAll<HTMLButtonElement>("[data-tool=draw], [data-tool=split]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset["tool"] === tool)));
  }

  /** Without a mouse: Enter sets a corner in the middle of the map or ends a drawing, arrows push the chosen corner, Esc gives up. */
  private key(event: KeyboardEvent): void {
    const push: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const by = push[event.key];
    if (event.key === "Escape" && this.mode !== "pick") {
      this.path = [];
      this.mode = "pick";
      this.pressed("");
      this.draw();
    } else if (event.key === "Enter" && event.target === this.box && this.mode !== "pick") {
      const middle = corner(this.map.getCenter());
      const last = this.path[this.path.length - 1];
      if (last && same(last, middle)) this.finish();
      else this.press(middle);
    } else if (by && event.target instanceof HTMLElement && event.target.classList.contains("grid-corner") && this.corner) {
      this.remember();
      const to = corner(this.map.containerPointToLatLng(this.map.latLngToContainerPoint(place(this.corner)).add(by)));
      this.move(this.corner, to);
      this.corner = to;
      this.changed();
      this.box.querySelector<HTMLElement>(".grid-corner.on")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function place([x, y]: Corner): L.LatLngExpression {
  return [y / 1e7, x / 1e7];
}

function corner(at: L.LatLng): Corner {
  return [Math.round(at.lng * 1e7), Math.round(at.lat * 1e7)];
}

function start(): void {
  const box = document.querySelector<HTMLElement>("[data-grids]");
  const text = document.querySelector<HTMLTextAreaElement>("#grids-geojson");
  const fields = document.querySelector<HTMLFieldSetElement>("[data-fields]");
  const hint = document.querySelector<HTMLElement>("[data-hint]");
  if (box && text && fields && hint) new Editor(box, text, fields, hint);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
