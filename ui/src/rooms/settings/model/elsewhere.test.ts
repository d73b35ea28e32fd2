import { expect, it } from "vitest";
import { isElsewhere } from "./elsewhere";

it.each(["http://127.0.0.1:11434/v1", " http://localhost:8080/v1 ", "http://[::1]:8000", "", "127.0.0.1", "http:"])(
  "%s is on this PC, or no address yet",
  (address) => expect(isElsewhere(address)).toBe(false),
);

it.each(["https://models.example/v1", "http://127.0.0.1.example/v1", "https://localhost.example", "http://10.0.0.4"])(
  "%s is elsewhere",
  (address) => expect(isElsewhere(address)).toBe(true),
);
