// Which class and which day: two fields that may stay empty, and keep no film out.
import { el, newId, say } from "../common/dom";

/** What Python gives for them. */
export interface LessonAsked {
  classes: string[];
  most_class: number;
  today: string;
}

/** What is filled in. */
export interface Lesson {
  group: string;
  day: string;
}

export function lessonFields(data: LessonAsked, filled: Lesson) {
  const [groupId, dayId, listId] = [newId("class"), newId("day"), newId("classes")];
  const list = el("datalist", { id: listId });
  list.replaceChildren(...data.classes.map((each) => el("option", { value: each })));
  const group = el("input", {
    id: groupId, type: "text", maxlength: data.most_class, list: listId, autocomplete: "off",
    "aria-describedby": `${groupId}-hint`,
  });
  const day = el("input", {
    id: dayId, type: "date", max: data.today, "aria-describedby": `${dayId}-hint`,
  });
  [group.value, day.value] = [filled.group, filled.day];
  group.oninput = () => (filled.group = group.value);
  day.oninput = () => (filled.day = day.value);
  const words = {
    class: el("label", { for: groupId }),
    class_hint: el("p", { class: "soft", id: `${groupId}-hint` }),
    day: el("label", { for: dayId }),
    day_hint: el("p", { class: "soft", id: `${dayId}-hint` }),
  };
  const row = el(
    "div", { class: "lesson" },
    el("div", { class: "field" }, words.class, words.class_hint, group, list),
    el("div", { class: "field" }, words.day, words.day_hint, day),
  );
  function speak(said: (key: string) => string): void {
    for (const [key, place] of Object.entries(words)) say(place, said(key));
  }
  return { row, speak };
}
