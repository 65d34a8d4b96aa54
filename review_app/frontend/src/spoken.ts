// Tells the browser which language the page speaks, so that screen readers pronounce it so. Streamlit
// itself says English, whatever the page says. It lies in the page itself, and brings what the whole page
// needs of looks.
import "./common/look.css";
import "./page.css";
import { mounting } from "./common/mount";

interface Spoken {
  language: string;
}

export default mounting<Spoken>((_given, root) => {
  root.hidden = true;
  return {
    update({ data }) {
      document.documentElement.lang = data.language;
    },
  };
});
