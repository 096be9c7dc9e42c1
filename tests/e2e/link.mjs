// The links that the tests make and read.

import { deflateRawSync, inflateRawSync } from "node:zlib";

/** The fragment of a plan's link. */
export const link = (plan) => "#1" + deflateRawSync(typeof plan === "string" ? plan : JSON.stringify(plan)).toString("base64url");

/** So many System pools, alike but for their names, with these properties too. */
export const manyPools = (length, more = {}) => Array.from({ length }, (_, nth) => ({ name: `np${nth}`, mode: "System", count: 3, ...more }));

/** The plan in an address. */
export const planOf = (url) => JSON.parse(inflateRawSync(Buffer.from(new URL(url).hash.slice(2), "base64url")).toString());
