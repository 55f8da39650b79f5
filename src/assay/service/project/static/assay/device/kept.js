// Cases kept on this device: their pages in a cache of one person, and a list of them.

import { change, database, keyOf, read } from "./store.js";
import { ask } from "./send.js";

const AT_ONCE = 4;
const HOUR = 3_600_000;
export const cacheOf = (person) => `assay-kept-${person}`;

// Keeps all of a case's pages or none; says "kept", "offline", "signed out" or "refused".
export async function keepReading(person, reading) {
  const { status, said } = await ask(`${reading}/device`, { person });
  if (status === 401) return "signed out";
  if (!status) return "offline";
  if (!said?.open) return "refused";
  const cache = await caches.open(cacheOf(person));
  for (let first = 0; first < said.pages.length; first += AT_ONCE) {
    const some = said.pages.slice(first, first + AT_ONCE);
    const came = await Promise.all(some.map((page) => keepPage(cache, page)));
    if (came.every(Boolean)) continue;
    await dropReading(person, reading, said.pages);
    return "offline";
  }
  const now = Date.now();
  const kept = { key: keyOf(person, reading), person, reading, name: said.name, pages: said.pages, kept_at: now, seen_at: now };
  await change(["kept"], (store) => store("kept").put(kept));
  return "kept";
}

async function keepPage(cache, page) {
  try {
    const answer = await fetch(page, { headers: { "X-Assay-Keep": "yes" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return false;
    await cache.put(page, answer);
    return true;
  } catch {
    return false;
  }
}

// Removes a case's pages and what the server already has; what it doesn't have stays.
export async function dropReading(person, reading, pages) {
  const cache = await caches.open(cacheOf(person));
  await Promise.all(pages.map((page) => cache.delete(page)));
  await change(["kept", "typed", "fates"], async (store) => {
    await store("kept").delete(keyOf(person, reading));
    for (const fate of await store("fates").getAll()) {
      const typed = await store("typed").get(fate.key);
      if (typed?.reading === reading && typed.client_id === fate.saved?.client_id) {
        await store("typed").delete(fate.key);
      }
    }
  });
}

// Asks about each kept case at most once an hour: submitted, taken back or old ones go.
export async function sweep(person, days) {
  for (const kept of await (await database()).getAll("kept")) {
    const old = Date.now() - kept.kept_at > days * 24 * HOUR;
    if (old || kept.person !== person) await dropReading(kept.person, kept.reading, kept.pages);
    else if (Date.now() - kept.seen_at > HOUR) await checkReading(kept);
  }
  for (const name of await caches.keys()) {
    if (name.startsWith(cacheOf("")) && name !== cacheOf(person)) await caches.delete(name);
  }
}

export async function checkReading(kept) {
  const { status, said } = await ask(`${kept.reading}/device`, { person: kept.person });
  if (said?.kind === "gone" || (status === 200 && said && !said.open)) {
    await dropReading(kept.person, kept.reading, kept.pages);
  } else if (status === 200 && said) {
    await change(["kept"], (store) => store("kept").put({ ...kept, seen_at: Date.now() }));
  }
}

// Everything of a person, when they sign out.
export async function forget(person) {
  await caches.delete(cacheOf(person));
  await change(["typed", "fates", "kept", "settings"], async (store) => {
    for (const name of ["typed", "fates", "kept"]) {
      for (const one of await store(name).getAll()) {
        if (one.person === person) await store(name).delete(one.key);
      }
    }
    if ((await store("settings").get("person")) === person) await store("settings").delete("person");
  });
}

// One page of a kept case as it is now; without an answer the one from before stays.
export async function rekeep(person, reading, page) {
  if (await keptReading(person, reading)) await keepPage(await caches.open(cacheOf(person)), page);
}

export const keptReading = (person, reading) => read("kept", keyOf(person, reading));
