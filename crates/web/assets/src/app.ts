/*! entry */
// Enhances pages that already work without it. Every behaviour is asked for by an attribute in the HTML.
import htmx from "htmx.org";
import { one } from "./dom";
import { startForms } from "./forms";
import { startKeys } from "./keys";
import { startLive } from "./live";
import { startOverlays } from "./overlays";
import { startPasskeys } from "./passkeys";
import { startPickers } from "./pickers";
import { startSwaps } from "./swaps";
import { startTrees } from "./tree";
import { startWhere } from "./where";

// The strict content policy allows neither eval nor style elements.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  // A refused form comes back as 422 with its errors, or as 409 because somebody was faster: both have to be shown.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});
document.documentElement.classList.add("js");

function start(): void {
  startForms();
  startKeys();
  startOverlays();
  startPasskeys();
  startPickers();
  startSwaps();
  startTrees();
  // The phones of residents and grid leads start it themselves.
  if (document.documentElement.dataset["layout"] === "desk") startWhere();
  startLive(htmx);
  // Whoever sees the page for signing in is signed out: what a phone keeps of the patrol's day goes.
  if (one("[data-signed-out]") && "caches" in window) void caches.delete("linli-day");
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
