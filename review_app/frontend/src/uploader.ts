// One card to send a lesson film, for phone and laptop: first the form, then the film on its way.
import "./common/look.css";
import "./uploader.css";
import { el, show } from "./common/dom";
import { type Given, mounting } from "./common/mount";
import { fill } from "./common/texts";
import { type Asked, filledIn, filmForm, forget } from "./upload/film_form";
import { onPhone, type PhoneCode } from "./upload/on_phone";
import { progressCard } from "./upload/progress_card";
import { type Order, Sending } from "./upload/sending";

interface Uploader extends Asked {
  endpoint: string;
  sign_in: string;
  phone: PhoneCode;
}

// Outlives the component: see common/mount.ts.
const films = new Map<string, Sending>();

// Closing the tab loses no bytes, but it does stop the sending: ask only then.
window.addEventListener("beforeunload", (event) => {
  const moving = ["sending", "checking", "again"];
  if ([...films.values()].some(({ phase }) => moving.includes(phase))) event.preventDefault();
});

function build(given: Given<Uploader>, root: HTMLElement) {
  let now = given;
  const data = (): Uploader => now.data;
  const words = (key: string, fields = {}): string => fill(data().texts, key, fields);
  let stopListening = (): void => undefined;

  const card = el("div", { class: "card uploader" });
  const form = filmForm(data(), begin);
  let phone = onPhone(data().phone, words);
  const desk = el("div", { class: "desk" }, card, phone);
  root.append(desk);

  function begin(film: File, mark: string, resumed: boolean, signedOut = false): void {
    const { intention, lesson, madeOn, ticks } = filledIn(data());
    const order: Order = {
      endpoint: data().endpoint,
      cycle: data().cycle,
      intention: intention.trim(),
      group: lesson.group.trim(),
      day: lesson.day || madeOn,
      attested: [...ticks],
      resumed,
    };
    const sending = new Sending(film, mark, order);
    sending.signedOut = signedOut;
    films.set(data().cycle, sending);
    void sending.start();
    draw();
  }

  function again(): void {
    const before = films.get(data().cycle);
    films.delete(data().cycle);
    // With nothing left on the server the form comes first, whole.
    if (before?.why === "gone") filledIn(data()).asksAll = "gone";
    if (before === undefined || before.why === "gone") return draw();
    begin(before.film, before.mark, before.order.resumed, before.signedOut);
  }

  function other(): void {
    films.get(data().cycle)?.giveUp();
    films.delete(data().cycle);
    draw();
    form.focus();
  }

  function tellPython(sending: Sending): void {
    if (sending.phase !== "done" && sending.phase !== "cancelled") return;
    films.delete(data().cycle);
    stopListening();
    if (sending.phase === "done") forget(data().cycle);
    // Streamlit's line was opened with the sign-in that has ended: only a fresh page knows better.
    if (sending.signedOut) return window.location.reload();
    now.setTriggerValue(sending.phase === "done" ? "finished" : "cancelled", {
      bytes: sending.film.size,
    });
    if (sending.phase === "cancelled") draw();
  }

  function draw(): void {
    stopListening();
    const sending = films.get(data().cycle);
    const fresh = onPhone(data().phone, words);
    phone.replaceWith(fresh);
    phone = fresh;
    show(phone, sending === undefined);
    if (sending === undefined) {
      card.replaceChildren(form.root);
      return form.update(data());
    }
    const language = { words, lang: data().lang, signIn: data().sign_in };
    const progress = progressCard(sending, language, { again, other });
    card.replaceChildren(progress.root);
    const changed = (): void => {
      progress.update();
      tellPython(sending);
    };
    stopListening = sending.listen(changed);
    changed();
  }

  let drawn = "";
  return {
    update(next: Given<Uploader>): void {
      now = next;
      const wanted = JSON.stringify(next.data);
      if (wanted === drawn) return;
      drawn = wanted;
      draw();
    },
    unmount(): void {
      stopListening();
    },
  };
}

export default mounting<Uploader>(build);
