// Answers from what the browser has kept, so that the site works without a network. script/offline.mjs writes the
// names of the files with their digests, and a digest of all of them, into the first lines of what is published.

const VERSION = "none";
const FILES = {};
const REST = {};

// Copies of the site under other paths of the same host have caches of their own.
const mine = `poolwright ${registration.scope} `;
const CACHE = mine + VERSION;

addEventListener("install", (event) => event.waitUntil(keep(FILES)));

addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
  if (event.data === "fetch the rest") event.waitUntil(keep(REST).catch(() => {}));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(registration.scope)) event.respondWith(answer(request));
});

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(mine) && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

// Keeps a file only if it has its digest: a host may answer with a page of its own in place of a file, or with the files
// of two versions while a new one is being published.
async function keep(files) {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.entries(files).map(async ([file, integrity]) => {
    if (await cache.match(file)) return;
    const response = await fetch(new Request(file, { cache: "no-cache", integrity }));
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    await cache.put(file, await whole(response));
  }));
}

// A browser takes no answer to a navigation that was redirected on its way.
async function whole(response) {
  if (!response.redirected) return response;
  const { status, statusText, headers } = response;
  return new Response(await response.blob(), { status, statusText, headers });
}

async function answer(request) {
  const cache = await caches.open(CACHE);
  // A query string changes nothing here.
  const known = await cache.match(request, { ignoreSearch: request.mode === "navigate" });
  return known ?? fetch(request);
}
