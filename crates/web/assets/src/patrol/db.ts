// What the phone keeps of its own: reports and acts that were not sent yet, and their photos. Every step is written here before it is tried.

export type State = "draft" | "waiting" | "needs" | "sent";

/** What a person did on this phone, until it has arrived. */
export type Item = {
  /** Made when it was begun; the server knows a repeated request by it. */
  key: string;
  /** The account that did it: nobody else sees it or sends it. */
  who: string;
  /** The post it was done in. */
  post: string;
  /** Order of sending. */
  seq: number;
  state: State;
  /** Where it is sent. */
  url: string;
  /** The record it is about; none for a report. */
  record?: string;
  /** Version of the record that was on the screen. */
  version?: number;
  /** What it is, for the list. */
  title: string;
  act: string;
  words: string;
  fields: [string, string][];
  photos: string[];
  /** The phone's clock in seconds. Only written down. */
  said: number;
  tries: number;
  /** Not tried again before, by the phone's clock in milliseconds. */
  after: number;
  /** What the server said last. */
  answer?: Answer;
  /** When it had arrived, by the phone's clock in milliseconds. */
  sent?: number;
};

export type Photo = { key: string; item: string; who: string; blob: Blob; id?: string };

export type Now = { version: number; state: string; holder: string; last: { at: string; text: string } | null; acts: string[]; note: string | null; note_photos: boolean };

export type Answer = {
  status: number;
  kind?: string;
  title?: string;
  text?: string;
  problems?: string[];
  now?: Now | null;
  gone?: string[];
  id?: string;
  number?: string;
  version?: number;
  said?: string;
  back?: string;
};

/** The phone has no room for it. Nothing kept before is lost. */
export class Full extends Error {}

const NAME = "linli-patrol";
let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("items", { keyPath: "key" });
      request.result.createObjectStore("photos", { keyPath: "key" }).createIndex("item", "item");
      request.result.createObjectStore("meta");
    };
    request.onsuccess = () => {
      // Another tab of a newer version must not wait for this one.
      request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("indexedDB"));
  }).catch((problem: unknown) => {
    opened = null;
    throw problem;
  });
  return opened;
}

type Stores = Record<"items" | "photos" | "meta", IDBObjectStore>;

/** One transaction over everything: it is on disk when the promise resolves, or nothing of it is. */
async function within<T>(mode: IDBTransactionMode, work: (stores: Stores, give: (value: T) => void) => void): Promise<T> {
  const base = await open();
  return new Promise<T>((resolve, reject) => {
    let given: T;
    const tx = base.transaction(["items", "photos", "meta"], mode);
    tx.oncomplete = () => resolve(given);
    tx.onabort = () => reject(tx.error?.name === "QuotaExceededError" ? new Full() : (tx.error ?? new Error("aborted")));
    work({ items: tx.objectStore("items"), photos: tx.objectStore("photos"), meta: tx.objectStore("meta") }, (value) => (given = value));
  });
}

/** Whether this browser keeps anything at all: private windows of some do not. */
export async function usable(): Promise<boolean> {
  try {
    await open();
    return true;
  } catch {
    return false;
  }
}

export function item(key: string): Promise<Item | undefined> {
  return within("readonly", ({ items }, give) => (items.get(key).onsuccess = (event) => give((event.target as IDBRequest<Item>).result)));
}

/** Everything of an account, in order. */
export async function itemsOf(who: string): Promise<Item[]> {
  const every = await within<Item[]>("readonly", ({ items }, give) => (items.getAll().onsuccess = (event) => give((event.target as IDBRequest<Item[]>).result)));
  return every.filter((one) => one.who === who).sort((a, b) => a.seq - b.seq || a.said - b.said);
}

/** Puts something at the end of the queue. Its number comes from the same transaction, so that two tabs never share one. */
export function enqueue(one: Omit<Item, "seq">): Promise<void> {
  return within("readwrite", ({ items, meta }) => {
    meta.get("seq").onsuccess = (event) => {
      const seq = (((event.target as IDBRequest).result as number | undefined) ?? 0) + 1;
      meta.put(seq, "seq");
      items.put({ ...one, seq });
    };
  });
}

/** Keeps what somebody is still writing. What has gone on its way is not made a draft again. */
export function saveDraft(one: Item): Promise<void> {
  return within("readwrite", ({ items }) => {
    items.get(one.key).onsuccess = (event) => {
      const was = (event.target as IDBRequest<Item | undefined>).result;
      if (!was || was.state === "draft" || was.state === "needs") items.put({ ...one, state: "draft" });
    };
  });
}

/** Changes what is there; what another tab has taken away stays away. */
export function change(key: string, how: (was: Item) => Item): Promise<Item | undefined> {
  return within("readwrite", ({ items }, give) => {
    items.get(key).onsuccess = (event) => {
      const was = (event.target as IDBRequest<Item | undefined>).result;
      if (!was) return;
      const is = how(was);
      give(is);
      items.put(is);
    };
  });
}

/** Takes something away with its photos. */
export function remove(key: string): Promise<void> {
  return within("readwrite", ({ items, photos }) => {
    items.delete(key);
    forget(photos, key);
  });
}

/** It has arrived: its photos go, and what else was done to the same record on the same version now stands on the one it has become. */
export function arrived(key: string, answer: Answer): Promise<void> {
  return within("readwrite", ({ items, photos }) => {
    items.get(key).onsuccess = (event) => {
      const was = (event.target as IDBRequest<Item | undefined>).result;
      if (!was) return;
      items.put({ ...was, state: "sent", sent: Date.now(), answer, fields: [], photos: [], words: "" });
      forget(photos, key);
      if (was.record === undefined || was.version === undefined) return;
      items.getAll().onsuccess = (found) => {
        for (const other of (found.target as IDBRequest<Item[]>).result) {
          const follows = other.key !== key && other.state === "waiting" && other.record === was.record && other.version === was.version;
          if (follows && answer.version !== undefined) items.put({ ...other, version: answer.version });
        }
      };
    };
  });
}

function forget(photos: IDBObjectStore, of: string): void {
  photos.index("item").openKeyCursor(IDBKeyRange.only(of)).onsuccess = (event) => {
    const cursor = (event.target as IDBRequest<IDBCursor | null>).result;
    if (!cursor) return;
    photos.delete(cursor.primaryKey);
    cursor.continue();
  };
}

export function photo(key: string): Promise<Photo | undefined> {
  return within("readonly", ({ photos }, give) => (photos.get(key).onsuccess = (event) => give((event.target as IDBRequest<Photo>).result)));
}

export function photosOf(of: string): Promise<Photo[]> {
  return within("readonly", ({ photos }, give) => (photos.index("item").getAll(IDBKeyRange.only(of)).onsuccess = (event) => give((event.target as IDBRequest<Photo[]>).result)));
}

export function putPhoto(one: Photo): Promise<void> {
  return within("readwrite", ({ photos }) => void photos.put(one));
}

/** The server's name for a photo, once it has one; `undefined` where it must travel again. */
export function namePhoto(key: string, id: string | undefined): Promise<void> {
  return within("readwrite", ({ photos }) => {
    photos.get(key).onsuccess = (event) => {
      const was = (event.target as IDBRequest<Photo | undefined>).result;
      if (!was) return;
      const { id: _, ...rest } = was;
      photos.put(id === undefined ? rest : { ...rest, id });
    };
  });
}

export function dropPhoto(key: string): Promise<void> {
  return within("readwrite", ({ photos }) => void photos.delete(key));
}

export function note<T>(key: string): Promise<T | undefined> {
  return within("readonly", ({ meta }, give) => (meta.get(key).onsuccess = (event) => give((event.target as IDBRequest<T>).result)));
}

export function keepNote(key: string, value: unknown): Promise<void> {
  return within("readwrite", ({ meta }) => void meta.put(value, key));
}

/** Takes the one place in the queue's lane where there is no lock: true if nobody else holds it, who has not been silent for long. */
export function takeLane(me: string, now: number, silence: number): Promise<boolean> {
  return within("readwrite", ({ meta }, give) => {
    meta.get("lane").onsuccess = (event) => {
      const held = (event.target as IDBRequest).result as { by: string; at: number } | undefined;
      const free = !held || held.by === me || Math.abs(now - held.at) > silence;
      if (free) meta.put({ by: me, at: now }, "lane");
      give(free);
    };
  });
}

export function leaveLane(): Promise<void> {
  return within("readwrite", ({ meta }) => void meta.delete("lane"));
}

/** A name that nobody else makes, also where the page is not from a secure address. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `phone-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
