// The desk pages.
import "htmx.org";

import { startDrawer, startSorting, startTimeline } from "../drawer.js";
import { startEntryForms } from "../entry_form.js";
import { startKeys } from "../keys.js";
import { startLines } from "../lines.js";
import { startShell } from "../shell.js";

startShell();
startKeys();
startDrawer();
startSorting();
startTimeline();
startEntryForms();
startLines();
