// The pages that the phone keeps: today's list for half a day, the forms as long as their owner is signed in. One cache holds all of it and
// whose it is, so that forgetting is one step.

export type Kept = "/patrol/day" | "/patrol/report" | "/patrol/queue";
export const PAGES: Kept[] = ["/patrol/day", "/patrol/report", "/patrol/queue"];

export type Whose = { who: string; post: string; look: string; at: number; lives: number };

const DAY = "linli-day";
const WHOSE = "/patrol/whose";
const FRESH = 120_000;

export async function whose(): Promise<Whose | undefined> {
  const found = await (await caches.open(DAY)).match(WHOSE);
  return found ? ((await found.json()) as Whose) : undefined;
}

export async function forgetDay(): Promise<void> {
  await caches.delete(DAY);
}

/** A kept page; today's list only as long as it may be kept. A clock that was changed by more than that ends it as well. */
export async function keptDay(page: Kept): Promise<Response | undefined> {
  const owner = await whose();
  if (!owner) return undefined;
  const day = await caches.open(DAY);
  if (page === "/patrol/day" && Math.abs(Date.now() - owner.at) > owner.lives * 1000) {
    await day.delete(page);
    return undefined;
  }
  return day.match(page);
}

/** Keeps the pages of the one who is signed in. Another's are forgotten first. */
export async function keepDay(who: string, post: string, look: string, changed: boolean): Promise<void> {
  const before = await whose();
  const same = before?.who === who && before.post === post;
  if (before && !same) await forgetDay();
  const day = await caches.open(DAY);
  if (!changed && same && before.look === look && Math.abs(Date.now() - before.at) < FRESH && (await day.match("/patrol/day"))) return;
  let lives = 0;
  for (const page of PAGES) {
    if (same && before.look === look && page !== "/patrol/day" && (await day.match(page))) continue;
    const answer = await fetch(page, { redirect: "manual", headers: { accept: "text/html" } });
    if (!answer.ok) return answer.type === "opaqueredirect" ? forgetDay() : undefined;
    const html = await answer.text();
    // Somebody else may have signed in meanwhile in another tab.
    if (!html.includes(`data-who="${who}"`)) return forgetDay();
    if (page === "/patrol/day") lives = Number(/data-lives="(\d+)"/.exec(html)?.[1] ?? "0");
    const headers = new Headers();
    for (const name of ["content-type", "content-security-policy", "x-content-type-options", "referrer-policy"]) {
      const value = answer.headers.get(name);
      if (value) headers.set(name, value);
    }
    await day.put(page, new Response(html, { headers }));
  }
  const owner: Whose = { who, post, look, at: Date.now(), lives };
  await day.put(WHOSE, new Response(JSON.stringify(owner)));
}
