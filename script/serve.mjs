// A static server for dist/, as careful as the host the site is meant for: `node script/serve.mjs <dir> <port>`.
// The browser tests import `serve`.

import { readFile, realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const COMPRESSED_ALREADY = new Set([".ico", ".png", ".woff2"]);

// In order of preference. Quick, as a file is compressed at its first request: the best quality takes seconds for a
// module, and each browser test has a server of its own.
const ENCODERS = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
};

// A debug build is larger, and is served sooner than it is compressed.
const LARGEST_COMPRESSED = 3_000_000;

// Trunk puts a digest of the content into the names of what it builds, so those never change under their name.
const HASHED = /-[0-9a-f]{12,16}(_bg|_later)?\.[a-z0-9]+$/;

/**
 * Serves the folder on 127.0.0.1; port 0 takes a free one. `encodings` are what it may compress with. Gives the page's
 * address and a way to stop.
 */
export async function serve(dir, port, encodings = Object.keys(ENCODERS)) {
  const root = await realpath(dir);
  const compressed = new Map();
  const server = createServer((request, response) => {
    answer(root, compressed, encodings, request).then(
      ({ status, headers, body }) => {
        response.writeHead(status, { ...headers, "Content-Length": body.length });
        response.end(request.method === "HEAD" ? undefined : body);
      },
      (error) => {
        console.error(error);
        response.writeHead(500).end();
      },
    );
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

async function answer(root, compressed, encodings, request) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return plain(405, "Only GET and HEAD are answered here.", { Allow: "GET, HEAD" });
  }
  const file = await find(root, request.url);
  if (file === undefined) return plain(404, "Not found.");

  const extension = extname(file);
  const content = await readFile(file);
  const headers = {
    "Content-Type": TYPES[extension] ?? "application/octet-stream",
    "Cache-Control": HASHED.test(file) ? "public, max-age=31536000, immutable" : "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  };
  if (extension === ".html") headers["Content-Security-Policy"] = policy(content.toString());
  if (COMPRESSED_ALREADY.has(extension) || content.length > LARGEST_COMPRESSED) return { status: 200, headers, body: content };

  headers.Vary = "Accept-Encoding";
  const encoding = preferred(encodings, request.headers["accept-encoding"] ?? "");
  if (encoding === undefined) return { status: 200, headers, body: content };
  return {
    status: 200,
    headers: { ...headers, "Content-Encoding": encoding },
    body: await compress(compressed, file, content, encoding),
  };
}

const plain = (status, text, headers = {}) => ({
  status,
  headers: { "Content-Type": TYPES[".txt"], "X-Content-Type-Options": "nosniff", ...headers },
  body: Buffer.from(`${text}\n`),
});

// The real path decides, so neither `..` in any spelling nor a symbolic link leads out of the folder.
async function find(root, url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    const file = await realpath(join(root, path.endsWith("/") ? `${path}index.html` : path));
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

// The page's own policy, plus the one directive that counts only in a header.
function policy(html) {
  const meta = html.match(/<meta[^>]*Content-Security-Policy[^>]*>/)?.[0].match(/content="([^"]*)"/)?.[1];
  return [meta, "frame-ancestors 'none'"].filter(Boolean).join("; ");
}

const preferred = (encodings, accepted) => encodings.find((name) => new RegExp(`\\b${name}\\b`).test(accepted));

// Compressed once for each content: a build may replace a file while the server runs.
async function compress(compressed, file, content, encoding) {
  const key = `${encoding} ${file}`;
  let known = compressed.get(key);
  if (!known?.content.equals(content)) {
    known = { content, body: ENCODERS[encoding](content) };
    compressed.set(key, known);
  }
  return known.body;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [dir, argument] = process.argv.slice(2);
  const port = Number(argument);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    console.error(`${argument} is not a port: say a number up to 65535.`);
    process.exit(1);
  }
  try {
    const { url, close } = await serve(dir, port);
    console.log(`Poolwright is at ${url} (Ctrl-C ends it)`);
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => close().then(() => process.exit(0)));
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    console.error(`Port ${port} is taken: free it, or name another, as in \`script/serve ${port + 1}\`.`);
    process.exit(1);
  }
}
