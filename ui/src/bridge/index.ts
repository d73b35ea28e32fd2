// The one door to the desk. The implementation is chosen once, at start, by where the page runs.
import type { Bridge } from "./bridge";
import { hostBridge } from "./host";
import { isInsideShell, tauriBridge } from "./tauri";

export { type CallOptions, type CommandName, isApiError, type RequestOf, type ResponseOf, Unreachable } from "./bridge";

const bridge: Bridge = isInsideShell() ? tauriBridge() : hostBridge(window.location.hash);

export const { call, stageFile, onChanged } = bridge;

export type * from "./views";
