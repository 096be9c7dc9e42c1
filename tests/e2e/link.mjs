// The links that the tests make and read.

import { deflateRawSync, inflateRawSync } from "node:zlib";

/** The fragment of a plan's link. */
export const link = (plan) => "#1" + deflateRawSync(typeof plan === "string" ? plan : JSON.stringify(plan)).toString("base64url");

/** The plan in an address. */
export const planOf = (url) => JSON.parse(inflateRawSync(Buffer.from(new URL(url).hash.slice(2), "base64url")).toString());
