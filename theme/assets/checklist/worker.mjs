// @ts-check
/** Computes a fingerprint away from the page: rules come in, shares of the work done and then the hash go out. */
import { fingerprint } from "./engine.mjs";

self.onmessage = async ({ data }) => {
  const hash = await fingerprint(data, (share) => self.postMessage({ share }));
  self.postMessage({ hash });
};
