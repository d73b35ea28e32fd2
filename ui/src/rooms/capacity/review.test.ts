import type { ReviewSection } from "@bridge";
import { speak } from "@shared/words/locale.svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GROUPS } from "./figures";
import { type Chosen, reviewOf } from "./review";
import { VIEW } from "./sample";
import { liesIn } from "./saved";

const ALL: Chosen = { location: "", provider: "", type: "", weekday: 0 };

const review = (view = VIEW, chosen = ALL) => reviewOf(view, chosen, "Lena Ortiz");
const section = (heading: string, of = review()): ReviewSection => {
  const found = of.sections.find((it) => it.heading === heading);
  if (!found) throw new Error(`no section ${heading} among ${of.sections.map((it) => it.heading).join(" | ")}`);
  return found;
};
const figure = (heading: string, label: string, of = review()) => {
  const { body } = section(heading, of);
  return body.is === "figures" ? body.figures.find((it) => it.label === label) : undefined;
};

beforeEach(() => speak("en"));
afterEach(() => speak("en"));

describe("a review's head and foot", () => {
  it("say what is looked at, of when, and who made it", () => {
    expect(review()).toMatchObject({
      title: "Capacity 2026-11-27",
      place: "All locations",
      period: "Fri 27 Nov 2026; figures of 28 Aug 2026 to 26 Nov 2026",
      made: "Made on Fri 27 Nov 2026, 07:42 by Lena Ortiz",
      page: "Page {page} of {pages}",
    });
    const narrowed = { location: "North", provider: "Dr Chen", type: "Physical", weekday: 0 };
    expect(review(VIEW, narrowed).place).toBe("North, Dr Chen, Physical");
    expect(review(VIEW, { ...ALL, provider: "Dr Chen" }).place).toBe("All locations, Dr Chen");
  });

  it("are in the reader's language", () => {
    speak("es");
    expect(review()).toMatchObject({
      title: "Capacidad 2026-11-27",
      place: "Todas las sedes",
      page: "Página {page} de {pages}",
      made: expect.stringMatching(/^Hecho el vie 27 (de )?nov (de )?2026, 07:42, por Lena Ortiz$/) as string,
    });
  });
});

describe("the figures", () => {
  it("are rounded as they are read, with what they are made of and mean", () => {
    expect(figure("Time", "Utilisation")).toEqual({
      label: "Utilisation",
      value: { is: "number", value: 87, text: "87%" },
      note: "31,200 of 35,800 minutes. Open minutes in which a visit has its provider, of all open minutes.",
    });
    expect(figure("Time", "Overbooked")).toEqual({
      label: "Overbooked",
      value: { is: "number", value: 155, text: "2 h 35 min" },
      note: "155 minutes. Minutes of visits that were booked on top of others.",
    });
    expect(figure("Access", "Lead time")?.value).toEqual({ is: "number", value: 6, text: "6 days" });
    expect(figure("Attendance", "No-show rate")?.value).toEqual({ is: "number", value: 0, text: "0%" });
    expect(figure("The desk and the platform", "Visits")?.value).toMatchObject({ value: 1234, text: "1,234 visits" });
  });

  it("that nobody knows are words with the reason, never a 0", () => {
    expect(figure("Access", "Same-day access")).toEqual({
      label: "Same-day access",
      value: { is: "text", text: "Not known" },
      note: "Requests that were turned away are not written down.",
    });
    const today = section(review().sections[0]?.heading ?? "").body;
    const beside = today.is === "figures" && today.figures.find((it) => it.label === "No-show rate");
    expect(beside).toMatchObject({ value: { is: "text", text: "Not known yet" } });
    expect(beside && beside.note).toMatch(/^Not known: .+\.$/);
  });

  it("stand each in its group, all of them", () => {
    const metrics = Object.values(GROUPS).flat();
    const printed = review().sections.slice(-Object.keys(GROUPS).length);
    expect(printed.flatMap(({ body }) => (body.is === "figures" ? body.figures : []))).toHaveLength(metrics.length);
  });

  it("of today stand beside what is usual", () => {
    expect(figure("Today, Friday 27 November 2026", "Visits")).toEqual({
      label: "Visits",
      value: { is: "number", value: 48, text: "48 visits" },
      note: "12 visits more than usual on a Friday (36 visits).",
    });
    expect(figure("Today, Friday 27 November 2026", "Done")?.value).toMatchObject({ value: 12 });
    expect(figure("Today, Friday 27 November 2026", "Still free today")).toMatchObject({
      value: { value: 300, text: "5 h" },
      note: "300 of 460 minutes.",
    });
  });

  it("have the numbers of the language", () => {
    speak("es");
    const it = figure("El mostrador y la plataforma", "Citas");
    expect(it?.value).toMatchObject({ value: 1234, text: "1,234 citas" });
    expect(figure("Tiempo", "Utilización")?.value).toMatchObject({ text: expect.stringMatching(/^87\s?%$/) as string });
    expect(figure("Acceso", "Acceso en el día")?.value).toEqual({ is: "text", text: "No se sabe" });
  });
});

describe("the picture of the days ahead", () => {
  it("has the tones of the screen, in what a printer can tell apart", () => {
    const { body } = section("The next two weeks");
    expect(body).toMatchObject({
      is: "heat",
      corner: "Provider",
      columns: ["Fri\n27\nNov", "Sat\n28\nNov", "Sun\n29\nNov"],
    });
    if (body.is !== "heat") return;
    expect(body.rows.map((it) => it.name)).toEqual(["Dr Chen, North", "Dr Diaz, Port"]);
    expect(body.rows.map((it) => it.cells.map(({ tone }) => tone))).toEqual([
      ["light", "closed", "closed"],
      ["over", "closed", "white"],
    ]);
    expect(body.rows[0]?.cells[0]?.cell).toEqual({ is: "number", value: 25, text: "25" });
    expect(body.rows[0]?.cells[1]?.cell.text).toBe("–");
    expect(body.key.map((it) => it.tone)).toEqual(["white", "light", "middle", "dark", "darkest", "over", "closed"]);
    expect(figure("Third open time", "Dr Chen, North")?.value).toMatchObject({ value: 3, text: "3 days" });
    expect(figure("Third open time", "Dr Diaz, Port")?.value).toEqual({ is: "text", text: "None" });
  });

  it("is a sentence where nobody works", () => {
    const none = section("The next two weeks", review({ ...VIEW, providers: [] }));
    expect(none).toMatchObject({ note: "No providers for these filters.", body: { is: "words", words: [] } });
  });
});

describe("the weeks behind", () => {
  it("are lines of one unit each, with a gap where nothing is known", () => {
    const { body, note } = section("Utilisation and No-show rate, 13 weeks");
    expect(note).toMatch(/^Whole weeks\. /);
    expect(body).toMatchObject({
      is: "lines",
      corner: "Week from",
      points: ["16\nNov", "23\nNov"],
      lines: [
        {
          name: "Utilisation (%)",
          values: [
            { is: "text", text: "–" },
            { is: "number", value: 87, text: "87%" },
          ],
        },
        {
          name: "No-show rate (%)",
          values: [
            { value: 8, text: "8%" },
            { value: 8, text: "8%" },
          ],
        },
      ],
      summary: "Utilisation, Mon 16 Nov to Mon 23 Nov: 87%. No-show rate, Mon 16 Nov to Mon 23 Nov: 8%.",
    });
    if (body.is === "lines") expect(body.ticks.at(-1)).toEqual({ value: 100, text: "100%" });
    expect(section("Lead time, 13 weeks").body).toMatchObject({ lines: [{ name: "Lead time (days)" }] });
    expect(section("Visits, 13 weeks").body).toMatchObject({
      lines: [{ values: [{ value: 1200, text: "1,200" }, {}] }],
    });
  });

  it("are of the weekday that is compared", () => {
    const { body, note } = section("Visits, 13 weeks", review(VIEW, { ...ALL, weekday: 5 }));
    expect(note).toMatch(/^Every Friday\. /);
    expect(body).toMatchObject({
      corner: "Friday",
      points: ["20\nNov", "27\nNov"],
      lines: [{ values: [{ value: 4 }, { value: 4 }] }],
    });
  });
});

describe("every text of a review", () => {
  /** Only these may be empty: what is beside something that says it. */
  const texts = (it: unknown, name = ""): [string, string][] => {
    if (typeof it === "string") return [[name, it]];
    if (Array.isArray(it)) return it.flatMap((inner) => texts(inner, name));
    return typeof it === "object" && it ? Object.entries(it).flatMap(([key, inner]) => texts(inner, key)) : [];
  };

  it.each(["en", "es"] as const)("has words in %s", (language) => {
    speak(language);
    const empty = texts(review()).filter(([name, text]) => text === "" && name !== "note" && name !== "text");
    expect(empty).toEqual([]);
    const strange = texts(review()).filter(([, text]) => /undefined|null|NaN|\[object/.test(text));
    expect(strange).toEqual([]);
  });

  it("says what needs a decision with its evidence, and that nothing does", () => {
    expect(section("What needs a decision").body).toEqual({
      is: "words",
      words: [{ lead: "North: 1 booked visit has no hours any more.", text: "" }],
    });
    expect(section("What needs a decision", review({ ...VIEW, needs: [] })).note).toBe("Nothing needs a decision.");
  });
});

describe("where a file lies", () => {
  it("is a folder and a name, on every system", () => {
    expect(liesIn("/home/lena/Downloads/Capacity 2026-11-27.pdf")).toEqual({
      folder: "Downloads",
      name: "Capacity 2026-11-27.pdf",
    });
    expect(liesIn("C:\\Users\\Lena\\Downloads\\Capacity 2026-11-27\\").name).toBe("Capacity 2026-11-27");
    expect(liesIn("Capacity.pdf")).toEqual({ folder: "Capacity.pdf", name: "Capacity.pdf" });
  });
});
