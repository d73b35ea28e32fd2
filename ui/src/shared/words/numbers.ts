// Figures and plurals.
import { type Locale, locale } from "./locale.svelte";

/** How each language writes dates and figures: English with the day first, Spanish as in Latin America. */
export const TAGS: Record<Locale, string> = { en: "en-GB", es: "es-419" };

const FIGURES = { en: new Intl.NumberFormat(TAGS.en), es: new Intl.NumberFormat(TAGS.es) };

/** "1,234". */
export const figures = (n: number): string => FIGURES[locale()].format(n);

/** A way to write figures. It is made once in each language: to make one takes far longer than to write with it. */
export function figuresAs(options: Intl.NumberFormatOptions): (n: number) => string {
  const made: Partial<Record<Locale, Intl.NumberFormat>> = {};
  return (n) => (made[locale()] ??= new Intl.NumberFormat(TAGS[locale()], options)).format(n);
}

/** "1 visit", "2 visits": for the sentences of one language. */
function counter(language: Locale): (n: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(TAGS[language]);
  return (n, one, other) => `${FIGURES[language].format(n)} ${rules.select(n) === "one" ? one : other}`;
}

export const countEn = counter("en");
export const countEs = counter("es");
