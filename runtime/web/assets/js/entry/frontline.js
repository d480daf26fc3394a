// The form page and the login: small, no libraries.
import { startEntryForms } from "../entry_form.js";
import { startKeys } from "../keys.js";
import { startLines } from "../lines.js";
import { startShell } from "../shell.js";

startShell();
startKeys();
startLines();
startEntryForms();
