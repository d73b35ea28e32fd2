import { describe, expect, it } from "vitest";
import { eventData, lines } from "./ndjson";

function body(...chunks: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
}

async function all(values: AsyncGenerator<string>): Promise<string[]> {
  const out: string[] = [];
  for await (const value of values) out.push(value);
  return out;
}

describe("lines", () => {
  it("are whole, however the bytes arrive", async () => {
    expect(await all(lines(body('{"a"', ":1}\n{", '"b":2}\r\n', '{"c":3}')))).toEqual([
      '{"a":1}',
      '{"b":2}',
      '{"c":3}',
    ]);
  });

  it("keep a letter that two chunks share", async () => {
    const bytes = new TextEncoder().encode("José\n");
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, 4));
        controller.enqueue(bytes.slice(4));
        controller.close();
      },
    });
    expect(await all(lines(stream))).toEqual(["José"]);
  });
});

describe("events", () => {
  it("give their data and nothing of comments and names", async () => {
    const stream = body(': hello\n\nevent: changed\ndata: {"revision":1,\n', 'data: "tags":[]}\n\n', "data:x\n\n");
    expect(await all(eventData(stream))).toEqual(['{"revision":1,\n"tags":[]}', "x"]);
  });
});
