import type { AgentAnswerView, SuggestionsView } from "@bridge";
import { render, screen } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import { tick } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { violations } from "../../../tests/axe";
import type { AgentActs } from "./acts";
import AgentPanel from "./AgentPanel.svelte";
import { heardInWords } from "./heardWords";
import { Suggestions } from "./suggestions.svelte";

interface Asked {
  name: string;
  request: { text?: string; place?: number };
  answer: (it: unknown) => void;
}

const asked = vi.hoisted(() => [] as Asked[]);
vi.mock("@bridge", async (original) => ({
  ...(await original<object>()),
  call: (name: string, request: Asked["request"]) => new Promise((answer) => asked.push({ name, request, answer })),
}));

const NOTHING = { patient: null, providers: [], type_names: [], first_day: null, last_day: null, from: null, to: null };
const suggested = (task: string | null, lines: string[]): SuggestionsView => ({ heard: { ...NOTHING, task }, lines });

/** Lets what was answered be taken. */
const settled = () => new Promise((done) => setTimeout(done));

beforeEach(() => {
  asked.length = 0;
});

describe("suggestions", () => {
  it("have one question under way; the newest line waits for it, and an answer to an older one counts for nothing", async () => {
    const suggestions = new Suggestions();
    suggestions.of("b", "main");
    suggestions.of("bo", "main");
    suggestions.of("boo", "main");
    expect(asked.map((it) => it.request.text)).toEqual(["b"]);
    asked[0]?.answer(suggested("book", ["Book "]));
    await settled();
    expect(suggestions.lines).toEqual([]);
    expect(asked.map((it) => it.request.text)).toEqual(["b", "boo"]);
    asked[1]?.answer(suggested("book", ["Book a follow-up for "]));
    await settled();
    expect(suggestions.lines).toEqual(["Book a follow-up for "]);
    expect(suggestions.heard?.task).toBe("book");
    expect(asked).toHaveLength(2);
  });

  it("say what was understood piece by piece", () => {
    const whole = { task: "book", patient: "ana ruiz", providers: ["Dr Chen"], type_names: ["Follow-up"] };
    const days = { first_day: "2026-12-07", last_day: "2026-12-11" };
    expect(heardInWords({ ...whole, ...days, from: "08:00", to: "12:00" })).toEqual([
      "Book a visit",
      "“ana ruiz”",
      "Dr Chen",
      "Follow-up",
      "Mon 7 Dec – Fri 11 Dec",
      "08:00–12:00",
    ]);
    const day = { first_day: "2026-12-07", last_day: "2026-12-07", from: "10:20" };
    expect(heardInWords({ ...NOTHING, task: null, ...day })).toEqual(["Mon 7 Dec", "10:20"]);
    expect(heardInWords({ ...NOTHING, task: null })).toEqual([]);
  });
});

describe("the panel", () => {
  const acts = { preview: () => undefined, endPreview: () => undefined } as unknown as AgentActs;
  const latest = (name: string) => asked.findLast((it) => it.name === name);
  const answered = async (name: string, answer: AgentAnswerView) => {
    latest(name)?.answer(answer);
    await settled();
    await tick();
  };

  it("asks which of two tasks is meant, takes the number, and says what the language model did", async () => {
    const { container } = render(AgentPanel, {
      props: { talks: {}, location: "main", acts, onclose: () => undefined },
    });
    const user = userEvent.setup();
    await user.type(screen.getByRole("combobox", { name: "Ask or tell" }), "ana ruiz friday{Enter}");
    const trace = [
      { by: "supervisor", what: "model_reads", facts: ["availability_check"] },
      { by: "supervisor", what: "model_silent", facts: ["too_slow"] },
    ];
    await answered("ask_agent", { cards: [{ card: "which_task", tasks: ["book", "availability"] }], trace });
    expect(screen.getByText("Do you mean…?")).toBeTruthy();
    const log = screen.getByRole("log").textContent.replace(/\s+/g, " ");
    expect(log).toContain("the language model reads it as Find free times");
    expect(log).toContain("the language model does not answer: it took too long");
    expect(await violations(container)).toEqual([]);
    await user.keyboard("2");
    expect(latest("pick_agent")?.request).toEqual({ place: 2 });
  });
});
