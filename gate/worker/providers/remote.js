/**
 * A provider behind HTTP: deadline, and the pass that some want. It never rests: how often it failed of late is known
 * to no instance of a Worker.
 *
 * @typedef {import("../decide.js").Verdict} Verdict
 * @typedef {import("./failure.js").Reason} Reason
 * @typedef {"challenge_begun" | "challenge_passed" | "challenge_failed"} Outcome
 *
 * @typedef {object} Question a call that is to be judged
 * @property {"token" | "sms" | "sign_up"} purpose
 * @property {string} session the risk session that the client named
 * @property {string} [user] who is meant
 * @property {string} [phone] the number that a text would go to, where the call names it
 * @property {string} address where the call came from
 * @property {string} path
 * @property {object} [signals] the client's own, not believed and only handed on
 * @property {string} [proof] what the person got for solving the provider's challenge
 *
 * @typedef {object} Assessment
 * @property {Verdict} verdict
 * @property {Reason} [failure] why there is none
 * @property {string} [reference] the provider's own name for this call
 * @property {unknown} [payload] what the person's app needs to have a challenge solved
 * @property {object} [members] what the provider's own software in the app looks for in a refusal
 * @property {number} [retryAfter] seconds
 *
 * @typedef {object} Call always a post
 * @property {string} url
 * @property {string} [bearer]
 * @property {object} [json]
 * @property {{[name: string]: string}} [form]
 *
 * @typedef {object} Dialect
 * @property {string} [usualHeader]
 * @property {(session: string) => boolean} [takes]
 * @property {(question: Question, pass?: string) => Call} question
 * @property {(question: Question, status: number, body: Uint8Array) => Assessment} read
 * @property {(reference: string, outcome: Outcome) => Call | undefined} report
 * @property {() => Call} [signIn]
 * @property {(status: number, body: Uint8Array) => {text: string, seconds: number}} [readSignIn]
 */

import { TooLong, bytesOf } from "../bodies.js";
import { SESSION_HEADERS } from "../session.js";
import { Failure, mayBeTheClients } from "./failure.js";

const LONGEST_ANSWER = 256 * 1024;
/** A pass is not used in its last seconds, when it might end on the way. */
const MARGIN = 5;

/** A provider that speaks a dialect. */
export class Remote {
  #dialect;
  #deadline;
  #now;
  /** @type {{text: string, until: number} | undefined} */
  #pass;

  /**
   * @param {Dialect} dialect
   * @param {{deadline: number, sessionHeader?: keyof typeof SESSION_HEADERS}} settings
   * @param {() => number} now
   */
  constructor(dialect, { deadline, sessionHeader }, now) {
    this.#dialect = dialect;
    this.#deadline = deadline;
    this.#now = now;
    this.sessionHeader = /** @type {keyof typeof SESSION_HEADERS} */ (
      sessionHeader ?? dialect.usualHeader ?? "x-risk-session"
    );
  }

  /**
   * Whether the provider can be asked about this session.
   *
   * @param {string} session
   */
  takes(session) {
    return this.#dialect.takes?.(session) ?? SESSION_HEADERS[this.sessionHeader].test(session);
  }

  /**
   * Judges a call. Always answers, and in bounded time.
   *
   * @param {Question} question
   * @returns {Promise<Assessment>}
   */
  async assess(question) {
    try {
      // What cannot be asked needs no pass.
      this.#dialect.question(question);
      return await this.#asked(question, AbortSignal.timeout(this.#deadline));
    } catch (error) {
      return { verdict: "failed", failure: error instanceof Failure ? error.reason : "garbage" };
    }
  }

  /**
   * Tells how a call ended that was judged under `reference`, and whether that was heard.
   *
   * @param {string} reference
   * @param {Outcome} outcome
   */
  async report(reference, outcome) {
    const call = this.#dialect.report(reference, outcome);
    if (!call) {
      return true;
    }
    try {
      const { status } = await post(call, AbortSignal.timeout(this.#deadline));
      return status >= 200 && status < 300;
    } catch {
      return false;
    }
  }

  /**
   * @param {Question} question
   * @param {AbortSignal} signal
   */
  async #asked(question, signal) {
    const pass = await this.#signedIn(signal);
    const { status, body } = await post(this.#dialect.question(question, pass), signal);
    if (status === 401) {
      this.#pass = undefined;
    }
    return this.#dialect.read(question, status, body);
  }

  /** @param {AbortSignal} signal */
  async #signedIn(signal) {
    const { signIn, readSignIn } = this.#dialect;
    if (!signIn || !readSignIn) {
      return undefined;
    }
    if (this.#pass && this.#now() + MARGIN < this.#pass.until) {
      return this.#pass.text;
    }
    const { status, body } = await post(signIn.call(this.#dialect), signal);
    try {
      const { text, seconds } = readSignIn(status, body);
      this.#pass = { text, until: this.#now() + seconds };
      return text;
    } catch (error) {
      throw ofTheProvider(error);
    }
  }
}

/**
 * A sign-in says nothing of the call's own, so that whatever is wrong with it is wrong for all.
 *
 * @param {unknown} error
 */
function ofTheProvider(error) {
  return error instanceof Failure && mayBeTheClients(error.reason) ? new Failure("status") : error;
}

/**
 * Sends a question, and reads the answer to its end.
 *
 * @param {Call} call
 * @param {AbortSignal} signal
 */
async function post({ url, bearer, json, form }, signal) {
  const headers = new Headers({
    accept: "application/json",
    "content-type": form ? "application/x-www-form-urlencoded" : "application/json",
  });
  if (bearer !== undefined) {
    headers.set("authorization", `Bearer ${bearer}`);
  }
  const body = form ? new URLSearchParams(form).toString() : JSON.stringify(json);
  try {
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    return { status: response.status, body: await bytesOf(response, LONGEST_ANSWER) };
  } catch (error) {
    if (error instanceof TooLong) {
      throw new Failure("too_long");
    }
    throw new Failure(signal.aborted ? "late" : "unreachable");
  }
}
