// Each test starts with an empty document.
import { cleanup } from "@testing-library/svelte";
import { afterEach } from "vitest";

afterEach(cleanup);

// There is no top layer to be drawn in.
HTMLElement.prototype.showPopover ??= () => undefined;
