/* The one file that talks to the server: JSON in and out, the CSRF token, whose page it is, If-Match, and problems as errors. */

/** What a request failed with. `status` is 0 when no answer came. `current` is the server's object when ours was stale. */
export class Problem extends Error {
  /** @param {number} status @param {string} message @param {{field: string, code: string, message: string}[]} [errors]
   * @param {any} [current] Whatever kind of object the address has: who asked knows. */
  constructor(status, message, errors = [], current = null) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.errors = errors;
    this.current = current;
  }

  /** Whether the same request may succeed later, with nothing changed by anybody. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const PATIENCE = 20_000;
const RETURN = "Sign in again in another tab, then retry.";

/** Ask the API. Gives back the answer's JSON, or null when it has none (204); throws a Problem otherwise.
 * @param {"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} method
 * @param {string} url
 * @param {{body?: unknown, revision?: number, keepalive?: boolean}} [options] `revision`: the one that the change is meant for;
 *   `keepalive`: it goes out though the page is left
 * @returns {Promise<any>} Whatever the address answers with: who asks says its type. */
export async function ask(method, url, { body, revision, keepalive = false } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json, application/problem+json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (revision !== undefined) headers["If-Match"] = `"${revision}"`;
  if (method !== "GET") {
    headers["X-CSRFToken"] = csrfToken();
    headers["X-Page-Of"] = encodeURIComponent(pageToken()?.dataset.user ?? "");
  }
  let answer;
  try {
    answer = await fetch(url, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      keepalive,
      cache: "no-cache", // on the way back to a page, browsers take what they have without asking
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Problem(0, "The server could not be reached.");
  }
  const data = await json(answer);
  if (answer.ok && (data !== null || answer.status === 204)) return data;
  if (answer.ok) throw new Problem(0, "What came back was not the server's whole answer.");
  throw new Problem(answer.status, explanation(answer, data), data?.errors ?? [], data?.current ?? null);
}

/** Every object of a paged list, page after page.
 * @template T @param {string} url @returns {AsyncGenerator<T[]>} */
export async function* pages(url) {
  /** @type {string | null} */
  let next = url;
  while (next) {
    const page = await ask("GET", sameOrigin(next));
    yield page.results;
    next = page.next;
  }
}

/** Whether whoever opened this page is still signed in; throws when the server does not say. */
export async function signedIn() {
  const answer = await fetch("/account/", { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status >= 500 || answer.status === 429) throw new Problem(answer.status, explanation(answer, null));
  return answer.ok;
}

/** This page, or another of ours, as the server would send it now; null when it sends none. @param {string} url */
export async function pageNow(url) {
  const answer = await fetch(url, { headers: { "X-Live": "1" }, cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
  return answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

/** @param {string} url */
function sameOrigin(url) {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}

/** @param {Response} answer */
async function json(answer) {
  try {
    return /json/.test(answer.headers.get("Content-Type") ?? "") ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @param {Response} answer @param {any} data */
function explanation(answer, data) {
  if (answer.status === 401) return `You are signed out. ${RETURN}`;
  const said = (data?.errors ?? []).map((/** @type {{message: string}} */ error) => error.message).filter(Boolean);
  if (said.length) return said.join(" ");
  if (answer.status === 404 && pageToken()) return `${data?.detail ?? "There is nothing at this address."} If you are signed out: ${RETURN}`;
  if (data?.detail) return data.detail;
  if (answer.status >= 500) return "The server had a problem.";
  return data?.title ?? `The server answered ${answer.status}.`;
}

/** The cookie's, because signing in again in another tab gives a new one; else the page's. */
function csrfToken() {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  if (cookie) return cookie[1];
  return pageToken()?.content ?? "";
}

/** The token that the page was made with; null on a page for somebody who had not signed in. @returns {HTMLMetaElement | null} */
function pageToken() {
  return document.querySelector('meta[name="csrf-token"]');
}
