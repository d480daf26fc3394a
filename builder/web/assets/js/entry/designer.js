// The form designer: an island over the whole page.
import { render } from "preact";

import { Designer } from "../designer/designer.jsx";

const root = document.getElementById("designer");
root.replaceChildren();
render(<Designer />, root);
