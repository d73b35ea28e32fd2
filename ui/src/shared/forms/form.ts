// Forms at the edge: valibot says which field lacks what before anything is sent. The desk remains the authority.
import * as v from "valibot";
import { sharedWords } from "../words/shared";

export type Problems = Record<string, string>;

/** The first problem of every field; empty when the values are complete. */
export function problemsOf(schema: v.GenericSchema, values: unknown): Problems {
  const checked = v.safeParse(schema, values);
  const problems: Problems = {};
  for (const issue of checked.issues ?? []) {
    const field = v.getDotPath(issue) ?? "";
    problems[field] ??= issue.message;
  }
  return problems;
}

/** Text that has to be there. */
export const needed = (sentence: () => string) => v.pipe(v.string(), v.trim(), v.nonEmpty(sentence));

/** The same for a form in which a new password is typed twice. */
export function passwordProblems(schema: v.GenericSchema, values: { password: string; again: string }): Problems {
  const problems = problemsOf(schema, values);
  if (values.password === "") problems["password"] ??= sharedWords.choosePassword;
  else if (values.password !== values.again) problems["again"] ??= sharedWords.passwordsDiffer;
  return problems;
}

/** Moves the focus to the first field with a problem. */
export function focusFirstProblem(form: HTMLFormElement): void {
  queueMicrotask(() => form.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
}
