/** Tells the server what she wants, one act at a time, and asks how far the machine is. */

import { stands, tell } from "./asking";
import type { Answer, Masks, State } from "./contract";
import type { Wishes } from "./wishes";

const REST_MS = 400;
const LOOK_MS = 1000;
const LATER_MS = 3000;
const MOST_TRIES = 4;

export interface SendingWants {
  /** How things stand, as the server told. */
  stands(state: State): void;
  refused(sentence: string): void;
  /** No answer came: it is tried again. */
  lost(): void;
  gone(): void;
  /** Something is on its way, or no longer. */
  draw(): void;
}

export class Sending {
  busy = false;
  private resting = 0;
  private looking = 0;

  constructor(
    private readonly address: string, private readonly wishes: Wishes, private readonly wants: SendingWants,
  ) {}

  /** She changed something: it is told once she rests. */
  changed(): void {
    window.clearTimeout(this.resting);
    if (this.wishes.unsaved) this.resting = window.setTimeout(() => void this.save(), REST_MS);
  }

  /** Tells what she wants taken out, until the server has it; false when it was refused or lost. */
  async save(): Promise<boolean> {
    window.clearTimeout(this.resting);
    for (let tries = 0; this.wishes.unsaved; tries += 1) {
      if (this.busy || tries >= MOST_TRIES) {
        this.resting = window.setTimeout(() => void this.save(), REST_MS);
        return false;
      }
      const sent = this.wishes.now;
      const came = await this.send("save", { version: this.wishes.version, masks: sent }, sent);
      if (!came || (came.refusal && !came.refusal.changed)) return false;
    }
    return true;
  }

  /** Asks for an act; what is not saved yet goes first. True when it was done. */
  async ask(act: string): Promise<boolean> {
    if (!(await this.save())) return false;
    const came = await this.send(act, { version: this.wishes.version });
    return came !== null && came.refusal === null;
  }

  private async send(act: string, says: object, sent?: Masks): Promise<Answer | null> {
    this.busy = true;
    this.wants.draw();
    const came = await tell(this.address, act, says);
    this.busy = false;
    if (came === "gone") this.wants.gone();
    if (came === "lost") {
      this.wants.lost();
      this.resting = window.setTimeout(() => void this.save(), LATER_MS);
    }
    if (came === "gone" || came === "lost") {
      this.wants.draw();
      return null;
    }
    if (sent && !came.refusal) this.wishes.kept(sent, came.masks, came.version);
    this.wants.stands(came);
    if (came.refusal && !came.refusal.changed) this.wants.refused(came.refusal.sentence);
    return came;
  }

  /** While the machine works, looks every second how far it is. */
  follow(state: State): void {
    window.clearTimeout(this.looking);
    const works = [state.finding, state.making].some((work) => work !== null && !work.failed);
    if (works) this.looking = window.setTimeout(() => void this.look(), LOOK_MS);
  }

  private async look(): Promise<void> {
    const came = this.busy ? "lost" : await stands(this.address);
    if (came === "gone") this.wants.gone();
    else if (came === "lost" || this.busy) this.looking = window.setTimeout(() => void this.look(), LOOK_MS);
    else this.wants.stands(came);
  }

  leave(): void {
    window.clearTimeout(this.looking);
    void this.save();
  }
}
