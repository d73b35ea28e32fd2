// What every key of the window comes to: a text field's own, an act that is heard everywhere, help, or the way back.
import { preferences } from "@shared/data/preferences.svelte";
import { isTextKey } from "@shared/keys/keymap";
import { isInText, type KeyScope, keysOf, noDialog } from "@shared/keys/registry";

interface Hearers {
  keys: KeyScope;
  help: () => void;
  leave: () => void;
}

/** Keys that some web views give to the browser: here they would throw work away. */
const BROWSER_KEYS = ["F3", "F5", "F7"];

export function heardEverywhere(event: KeyboardEvent, { keys, help, leave }: Hearers): void {
  if (BROWSER_KEYS.includes(event.key)) event.preventDefault();
  // Date fields keep all keys from the browser; with the function keys they do nothing.
  if (event.defaultPrevented && !/^F\d+$/.test(event.key)) return;
  // In a text field some keys belong to the text.
  if (!(isInText(event.target) && isTextKey(keysOf(event))) && keys.handle(event)) return;
  if (!noDialog()) return;
  if (event.key === "?" && preferences().single_letter_keys && !isInText(event.target)) help();
  if (event.key === "Escape") leave();
}
