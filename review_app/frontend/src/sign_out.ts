// The sign-out button: a plain form, because the server ends the sign-in and answers with a new page.
import "./common/look.css";
import { el, say } from "./common/dom";
import { mounting } from "./common/mount";
import { fill, type Texts } from "./common/texts";

interface SignOut {
  texts: Texts;
}

export default mounting<SignOut>((_given, root) => {
  const button = el("button", { type: "submit", class: "quiet" });
  root.append(el("form", { method: "post", action: "/sign-out" }, button));
  return { update: ({ data }) => say(button, fill(data.texts, "sign_out")) };
});
