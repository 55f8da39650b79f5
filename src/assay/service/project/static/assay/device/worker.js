// Answers for the network when there is none: pages from the network first, then a page kept
// for the person who is here, then the page that says what is on the device.

import { cacheOf } from "./kept.js";
import { AWAY, sendAll } from "./send.js";
import { whoIsHere } from "./store.js";

export function start({ version, files, page, patience }) {
  const name = `assay-static-${version}`;
  const shell = new Request(page, { credentials: "omit", cache: "reload" });

  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(caches.open(name).then((cache) => cache.addAll([...files, shell])));
  });
  addEventListener("activate", (event) => event.waitUntil(takeOver(name)));
  addEventListener("sync", (event) => event.waitUntil(sendOrFail()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    if (request.mode === "navigate") event.respondWith(pageFor(request, url, { page, patience }));
    else if (url.pathname.startsWith("/static/")) event.respondWith(fileFor(request));
  });
}

// Kept pages name the files they were made with, so older files stay while any page is kept.
async function takeOver(name) {
  const names = await caches.keys();
  const anyKept = names.some((one) => one.startsWith(cacheOf("")));
  const old = names.filter((one) => one.startsWith("assay-static-") && one !== name);
  if (!anyKept) await Promise.all(old.map((one) => caches.delete(one)));
  await clients.claim();
}

async function sendOrFail() {
  const ended = await sendAll();
  if (["offline", "trouble", "failed"].includes(ended)) throw new Error(ended);
}

// A line that hangs is no better than none where a kept page can be had instead.
async function pageFor(request, url, { page, patience }) {
  const coming = fetch(request).catch(() => null);
  const person = await whoIsHere();
  const kept = person && (await caches.match(url.pathname, { cacheName: cacheOf(person) }));
  const late = new Promise((done) => { setTimeout(done, patience, null); });
  const answer = await (kept ? Promise.race([coming, late]) : coming);
  if (answer && !AWAY.includes(answer.status)) return answer;
  return kept || answer || caches.match(page);
}

async function fileFor(request) {
  return (await caches.match(request)) ?? fetch(request);
}
