/** Putting lines right: one editor at a time, and taking back what was saved. */

import { isChanged, carried, draftOf } from "./drafts";
import { Editor } from "./editor";
import type { Lines } from "./lines";
import { putRight, type Said } from "./said";
import type { Source } from "./source";
import type { Texts } from "../../common/texts";

export interface Told {
  /** A key of what to tell, such as "transcript.saved". */
  tell(key: string): void;
  /** What is written is not what it was. */
  corrected(): void;
}

export class Righting {
  private editor: Editor | null = null;

  constructor(
    private readonly texts: Texts, private readonly source: Source, private readonly list: Lines,
    private readonly on: Told,
  ) {}

  get busy(): boolean {
    return this.editor !== null;
  }

  edit(n: number): void {
    const line = this.source.lines[n];
    const { kept } = this.source;
    if (!line || this.editor?.draft.id === line.id) return;
    if (kept.draft && this.editor && isChanged(kept.draft)) {
      this.editor.focus(); // one at a time: what is typed elsewhere is not thrown away
      return;
    }
    this.close();
    kept.draft = draftOf(line);
    this.takeUp();
    this.editor?.focus();
  }

  /** Shows the editor on the line it belongs to, also after lines came or the page was drawn again. */
  takeUp(): void {
    const { kept, lines } = this.source;
    if (!kept.draft) return;
    const draft = carried(kept.draft, lines);
    if (this.editor && draft.id === this.editor.draft.id) return;
    const line = lines.find((one) => one.id === draft.id);
    if (!line) return;
    const typing = this.editor?.hasFocus ?? false;
    kept.draft = draft;
    this.editor = new Editor(this.texts, line, draft, {
      saved: (fresh, before) => this.saved(fresh, before),
      fresh: (fresh) => this.source.put(fresh),
      closed: () => this.closed(draft.id),
    });
    this.list.row(draft.id)?.editing(this.editor.element);
    if (typing) this.editor.focus();
  }

  /** Leaves what was being typed. */
  close(): void {
    const { kept } = this.source;
    if (kept.draft) this.list.row(kept.draft.id)?.editing(null);
    kept.draft = null;
    this.editor = null;
  }

  private closed(id: string): void {
    this.close();
    const row = this.list.row(id);
    if (row) this.list.walkTo(row.n, true);
  }

  private saved(line: Said, before: string): void {
    this.source.kept.undo.push({ id: line.id, before });
    this.source.put(line);
    this.on.tell("transcript.saved");
    this.on.corrected();
  }

  /** Takes the last correction back; false when there is none. */
  undo(): boolean {
    const change = this.source.kept.undo.pop();
    const line = change && this.source.lines.find((one) => one.id === change.id);
    if (!change || !line) return false;
    void putRight(line, change.before).then((came) => {
      if (came.kind === "saved" || came.kind === "changed") this.source.put(came.line);
      if (came.kind !== "saved") this.source.kept.undo.push(change);
      this.on.tell(came.kind === "saved" ? "transcript.is_back" : "transcript.not_back");
      if (came.kind === "saved") this.on.corrected();
    });
    return true;
  }

  /** A name is gone: taking something back would bring it back. */
  forget(): void {
    this.source.kept.undo = [];
    this.close();
  }
}
