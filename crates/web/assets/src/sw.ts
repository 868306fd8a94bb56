/*! entry */
// The service worker of the patrol: pages from the network first; where there is none, what the phone keeps. It answers nothing else.
import { type Kept, forgetDay, keptDay, whose } from "./patrol/day";
import { send } from "./patrol/sync";

declare const self: {
  /** Names of the files that the pages need; put before this script by the server. */
  KEPT: string[];
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
  location: Location;
  addEventListener: (type: string, handle: (event: never) => void) => void;
};
type Extendable = { waitUntil: (work: Promise<unknown>) => void };
type Fetched = Extendable & { request: Request; respondWith: (answer: Promise<Response>) => void };
type Synced = Extendable & { tag: string };

/** A page that has not come by now is taken from the phone, where it keeps one. */
const PATIENCE = 6000;
const SHELL = "linli-shell-";
const OFFLINE = "/patrol/offline";

/** The files' names hold their contents' prints: other names are another version. */
const version = (): string => SHELL + self.KEPT.map((name) => /-(\w+)\.\w+$/.exec(name)?.[1]?.slice(0, 4) ?? name).join("");

self.addEventListener("install", (event: Extendable) => {
  const keep = async (): Promise<void> => {
    const shell = await caches.open(version());
    await shell.addAll([OFFLINE, ...self.KEPT]);
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event: Extendable) => {
  const clear = async (): Promise<void> => {
    const old = (await caches.keys()).filter((name) => name.startsWith(SHELL) && name !== version());
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clear());
});

self.addEventListener("fetch", (event: Fetched) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (/^\/patrol(\/|$)/.test(url.pathname)) event.respondWith(page(request, url));
  } else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});

// The phone has a signal again while no page is open.
self.addEventListener("sync", (event: Synced) => {
  if (event.tag === "queue") event.waitUntil(whose().then((who) => (who ? send(who.who) : undefined)));
});

async function page(request: Request, url: URL): Promise<Response> {
  const kept = await here(url);
  const coming = fetch(request);
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined));
  try {
    const answer = await (kept ? Promise.race([coming, late]) : coming);
    if (answer) {
      // Nothing of the patrol leads elsewhere but the way to the page for signing in: the session has ended.
      if (answer.type === "opaqueredirect") await forgetDay();
      return answer;
    }
  } catch {
    // No signal.
  }
  coming.catch(() => undefined);
  return kept ?? (await caches.match(OFFLINE)) ?? Response.error();
}

/** The page that stands in for this one. */
function here(url: URL): Promise<Response | undefined> {
  const wanted: Kept = /^\/patrol\/(report|new)$/.test(url.pathname) ? "/patrol/report" : url.pathname === "/patrol/queue" ? "/patrol/queue" : "/patrol/day";
  return keptDay(wanted);
}
