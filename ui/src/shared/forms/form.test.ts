import * as v from "valibot";
import { expect, it } from "vitest";
import { needed, passwordProblems } from "./form";

const schema = v.object({ login: needed(() => "Choose a login.") });

it("asks for what is missing, field by field", () => {
  expect(passwordProblems(schema, { login: " ", password: "", again: "" } as never)).toEqual({
    login: "Choose a login.",
    password: "Choose a password.",
  });
});

it("notices two passwords that differ", () => {
  const values = { login: "ana", password: "long enough", again: "long enuogh" };
  expect(passwordProblems(schema, values)).toEqual({ again: "The two passwords differ." });
  expect(passwordProblems(schema, { ...values, again: values.password })).toEqual({});
});
