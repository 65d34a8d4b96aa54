// Signing in, and choosing a first password: plain forms that post to the server, in the page itself
// (not isolated), so that password managers see them.
import "./common/look.css";
import "./sign_in.css";
import { attribute, el, newId, say, show } from "./common/dom";
import { mounting, type Mounted } from "./common/mount";
import { fill, type Texts } from "./common/texts";

interface DemoAccount {
  email: string;
  role: string;
}

interface SignIn {
  form: "sign_in" | "invitation";
  texts: Texts;
  /** The sentence for what went wrong, or empty. */
  mistake: string;
  /** Filled in beforehand after a mistake. */
  email: string;
  /** Where to go afterwards, a path of this server. */
  next: string;
  /** The invitation's secret, for the form that sets a password. */
  token: string;
  shortest: number;
  demo: { password: string; accounts: DemoAccount[] } | null;
}

interface Field {
  row: HTMLElement;
  label: HTMLLabelElement;
  hint: HTMLElement;
  input: HTMLInputElement;
}

function field(name: string, attributes: Record<string, string | boolean>): Field {
  const id = newId(name);
  const label = el("label", { for: id });
  const hint = el("p", { id: `${id}-hint`, class: "soft", hidden: true });
  const input = el("input", { id, name, "aria-describedby": `${id}-hint`, ...attributes });
  return { row: el("div", { class: "field" }, label, hint, input), label, hint, input };
}

function mistakeBox(): HTMLElement {
  return el("p", { class: "alert", role: "alert", hidden: true });
}

function tellMistake(box: HTMLElement, words: string): void {
  show(box, words !== "");
  say(box, words);
}

function signInForm(root: HTMLElement): Mounted<SignIn> {
  const mistake = mistakeBox();
  const email = field("email", {
    type: "email",
    autocomplete: "username",
    autocapitalize: "none",
    spellcheck: "false",
    required: true,
  });
  const password = field("password", {
    type: "password",
    autocomplete: "current-password",
    required: true,
  });
  const next = el("input", { type: "hidden", name: "next" });
  const button = el("button", { type: "submit", class: "primary" });
  const demo = el("section", { class: "demo", hidden: true });
  root.append(
    el(
      "div",
      { class: "card narrow" },
      mistake,
      el(
        "form",
        { method: "post", action: "/sign-in", class: "stack" },
        email.row,
        password.row,
        next,
        button,
      ),
      demo,
    ),
  );
  let filled = "";
  return {
    update({ data }) {
      tellMistake(mistake, data.mistake);
      say(email.label, fill(data.texts, "email"));
      say(password.label, fill(data.texts, "password"));
      say(button, fill(data.texts, "sign_in"));
      next.value = data.next;
      if (data.email !== filled) email.input.value = filled = data.email;
      drawDemo(demo, data, (account) => {
        email.input.value = account.email;
        password.input.value = data.demo?.password ?? "";
        button.focus();
      });
    },
  };
}

function drawDemo(place: HTMLElement, data: SignIn, chosen: (one: DemoAccount) => void): void {
  show(place, data.demo !== null);
  if (data.demo === null) return;
  const rows = data.demo.accounts.map((account) => {
    const button = el(
      "button",
      { type: "button" },
      el("strong", {}, account.role),
      el("span", { class: "soft" }, account.email),
    );
    button.onclick = () => chosen(account);
    return el("li", {}, button);
  });
  place.replaceChildren(
    el("h2", {}, fill(data.texts, "demo_title")),
    el("p", { class: "soft" }, fill(data.texts, "demo_hint", { password: data.demo.password })),
    el("ul", {}, ...rows),
  );
}

function invitationForm(root: HTMLElement): Mounted<SignIn> {
  const mistake = mistakeBox();
  // Password managers link the new password to the account through this field.
  const email = field("email", { type: "email", autocomplete: "username", readonly: true });
  const password = field("password", {
    type: "password",
    autocomplete: "new-password",
    required: true,
  });
  const again = field("again", { type: "password", autocomplete: "new-password", required: true });
  const token = el("input", { type: "hidden", name: "token" });
  const button = el("button", { type: "submit", class: "primary" });
  const form = el(
    "form",
    { method: "post", action: "/invitation", class: "stack" },
    email.row,
    password.row,
    again.row,
    token,
    button,
  );
  root.append(el("div", { class: "card narrow" }, mistake, form));
  let texts: Texts = {};
  const compare = (): void => {
    const same = password.input.value === again.input.value;
    again.input.setCustomValidity(same ? "" : fill(texts, "not_the_same"));
  };
  password.input.oninput = compare;
  again.input.oninput = compare;
  return {
    update({ data }) {
      texts = data.texts;
        tellMistake(mistake, data.mistake);
      say(email.label, fill(texts, "email"));
      show(email.row, data.email !== "");
      email.input.value = data.email;
      say(password.label, fill(texts, "password"));
      say(password.hint, fill(texts, "password_hint", { n: data.shortest }));
      show(password.hint, true);
      attribute(password.input, "minlength", data.shortest);
      say(again.label, fill(texts, "again"));
      say(button, fill(texts, "set_password"));
      token.value = data.token;
    },
  };
}

export default mounting<SignIn>(({ data }, root) =>
  data.form === "invitation" ? invitationForm(root) : signInForm(root),
);
