// One film on its way. Lives outside the component: a page change in Streamlit takes the card away,
// not the upload. It ends in one of three ways only: in, cancelled by the person, or refused by the
// server with a sentence. Everything else is tried again for as long as the tab is open.
import { DetailedError, type HttpRequest, type HttpResponse, Upload } from "tus-js-client";

import { type Answer, backOff, mayResume, sentenceIn, verdict } from "./answers";
import { ending } from "./film";
import { heldAwake, untilAlone } from "./locks";
import { Pace } from "./pace";
import { Remembered } from "./remembered";

/** What the server is told once, when it makes a place for the film. */
export interface Order {
  endpoint: string;
  cycle: string;
  intention: string;
  /** The class, and the day of the lesson as `2026-11-24`; either may be empty. */
  group: string;
  day: string;
  attested: readonly string[];
  /** The server has the words and ticks already; without its part they must be asked again. */
  resumed: boolean;
}

export type Phase =
  | "waiting"
  | "elsewhere"
  | "sending"
  | "checking"
  | "again"
  | "busy"
  | "sign_in"
  | "refused"
  | "done"
  | "cancelled";

const CHUNK = 64 * 2 ** 20;
// How long a request may say nothing; the last answer takes longer, the film is then checked.
const SILENT_MS: Partial<Record<Phase, number>> = { sending: 60_000, checking: 300_000 };
const LOOK_MS = 5_000;
const MOST_NEW_STARTS = 3;

/** A HEAD that may not be gone on from; thrown so that tus-js-client keeps the address. */
class NotNow extends Error {
  constructor(readonly answer: Answer) {
    super(`HEAD ${answer.status}`);
  }
}

export class Sending {
  phase: Phase = "waiting";
  sent = 0;
  /** The server's own sentence, where it gave one. */
  sentence = "";
  /** Why it ended in a no, as a text key, where the server gave no sentence. */
  why = "no_reason";
  /** The sign-in ended on the way; the page itself still has the old one. */
  signedOut = false;
  readonly pace = new Pace();
  private upload: Upload | null = null;
  private attempt = 0;
  private newStarts = 0;
  private timer = 0;
  private moved = 0;
  private readonly leaving = new AbortController();
  private readonly listeners = new Set<() => void>();
  private readonly remembered: Remembered;

  constructor(
    readonly film: File,
    /** What the film is known by when it is chosen again. */
    readonly mark: string,
    readonly order: Order,
  ) {
    this.remembered = new Remembered(order.cycle, window.localStorage);
  }

  get active(): boolean {
    return !["refused", "done", "cancelled"].includes(this.phase);
  }

  /** Be told of every change; returns how to stop. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async start(): Promise<void> {
    const { signal } = this.leaving;
    // Two tabs with one film would take it from each other for ever: the second one waits.
    const name = `lesbeeld.upload.${this.order.cycle}`;
    if (!(await untilAlone(name, signal, () => this.become("elsewhere")))) return;
    heldAwake(signal);
    const look = window.setInterval(() => this.watch(), LOOK_MS);
    signal.addEventListener("abort", () => window.clearInterval(look));
    for (const moment of ["online", "focus"]) {
      window.addEventListener(moment, () => this.goOnSoon(), { signal });
    }
    await this.begin();
  }

  /** Try now: after signing in, or because somebody asked. */
  goOn(): void {
    window.clearTimeout(this.timer);
    this.moved = Date.now();
    this.pace.forget();
    // A film that was moved or deleted meanwhile looks like a lost connection, for ever.
    const readable = this.film.slice(0, 1).arrayBuffer();
    readable.then(
      () => this.leaving.signal.aborted || this.upload?.start(),
      () => this.refuse("unreadable"),
    );
  }

  /** Stop, and have the server throw away what it got. */
  async cancel(): Promise<void> {
    const { upload } = this;
    // Without an upload it still waits for another tab, and what is remembered is that tab's.
    if (upload !== null) this.remembered.forget(this.mark);
    this.end();
    this.become("cancelled");
    // Without a connection the server sweeps the rest by itself.
    await upload?.abort(true).catch(() => undefined);
  }

  /** Stop after a no; nothing is kept to go on from. */
  giveUp(): void {
    this.end();
    this.remembered.forget(this.mark);
  }

  /** `resume` false: the address that is remembered leads nowhere; a new one takes its place. */
  private async begin(resume = true): Promise<void> {
    const upload = new Upload(this.film, {
      endpoint: this.order.endpoint,
      chunkSize: CHUNK,
      retryDelays: null, // We decide ourselves what is tried again, and how long.
      metadata: this.metadata(),
      urlStorage: this.remembered,
      fingerprint: () => Promise.resolve(this.mark),
      removeFingerprintOnSuccess: true,
      onAfterResponse: refuseBadResume,
      onProgress: (sent, total) => this.progress(sent, total),
      onChunkComplete: () => {
        this.attempt = 0;
        this.newStarts = 0;
      },
      onError: (error) => this.failed(error),
      onSuccess: () => {
        this.sent = this.film.size;
        this.end();
        this.become("done");
      },
    });
    this.upload = upload;
    const [previous] = resume ? await upload.findPreviousUploads() : [];
    if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
    this.moved = Date.now();
    this.become("sending");
    upload.start();
  }

  private metadata(): Record<string, string> {
    return {
      // Only the ending matters; the name itself stays on this device.
      filename: `film${ending(this.film.name)}`,
      filetype: this.film.type,
      cycle: this.order.cycle,
      intention: this.order.intention,
      class: this.order.group,
      lesson: this.order.day,
      attested: this.order.attested.join(","),
      fingerprint: this.mark,
    };
  }

  private progress(sent: number, total: number): void {
    const now = Date.now();
    if (sent !== this.sent) this.moved = now;
    this.sent = sent; // the first word after asking the server is where it says it is
    this.pace.mark(now, sent);
    this.sentence = "";
    this.become(sent >= total ? "checking" : "sending");
  }

  private failed(error: Error | DetailedError): void {
    const answer = answerOf(error);
    this.sentence = sentenceIn(answer.body);
    this.pace.forget();
    const next = verdict(answer);
    if (next === "gone") return this.startAnew();
    this.become(next);
    if (next === "refused") return this.end();
    if (next === "sign_in") {
      this.signedOut = true;
      return;
    }
    this.timer = window.setTimeout(() => this.goOn(), backOff(this.attempt, next));
    this.attempt += 1;
  }

  /**
   * Nothing is forgotten until the server made a new place: on a computer that people share, "gone" may
   * only mean that somebody else is signed in now.
   */
  private startAnew(): void {
    this.newStarts += 1;
    if (this.order.resumed || this.newStarts > MOST_NEW_STARTS) return this.refuse("gone");
    this.sent = 0;
    void this.begin(false);
  }

  /** The connection is back, or the person is: do not sit out the wait. */
  private goOnSoon(): void {
    if (this.phase === "again" || this.phase === "sign_in") this.goOn();
  }

  /** A request that says nothing for long hangs on a dead connection: drop it and ask again. */
  private watch(): void {
    const most = SILENT_MS[this.phase];
    if (most === undefined || Date.now() - this.moved < most) return;
    void this.upload?.abort();
    this.failed(new Error("silence"));
  }

  private refuse(why: string): void {
    this.why = why;
    this.end();
    this.become("refused");
  }

  private end(): void {
    window.clearTimeout(this.timer);
    this.leaving.abort();
  }

  private become(phase: Phase): void {
    this.phase = this.phase === "cancelled" ? "cancelled" : phase;
    for (const listener of this.listeners) listener();
  }
}

function refuseBadResume(request: HttpRequest, response: HttpResponse): void {
  const status = response.getStatus();
  if (request.getMethod() === "HEAD" && !mayResume(status)) {
    throw new NotNow({ method: "HEAD", status, body: "" });
  }
}

function answerOf(error: Error | DetailedError): Answer {
  if (!("originalRequest" in error)) return { method: "PATCH", status: 0, body: "" };
  if (error.causingError instanceof NotNow) return error.causingError.answer;
  const response = error.originalResponse;
  return {
    method: error.originalRequest.getMethod(),
    status: response?.getStatus() ?? 0,
    body: response?.getBody() ?? "",
  };
}
