// Each test starts with an empty document, and with the words of both languages at hand.
import { cleanup } from "@testing-library/svelte";
import { fetchWords, withItsWords } from "@shared/words/locale.svelte";
import { afterEach } from "vitest";

await withItsWords(() => fetchWords("en"));
await withItsWords(() => fetchWords("en"), "setup");
await withItsWords(() => fetchWords("en"), "answers");
await withItsWords(() => fetchWords("en"), "capacity");
await fetchWords("es");

afterEach(cleanup);

// There is no top layer to be drawn in.
HTMLElement.prototype.showPopover ??= () => undefined;
