// Who works here, as the centre has it: people, how each gets in, and the departments.
import type { Role } from "@bridge";
import { type AnswerOf, askCentre, everyItem, type ItemOf } from "@shared/centre/asking.svelte";
import { session } from "@shared/data/session.svelte";

export type Person = ItemOf<"list_people">;
export type Department = ItemOf<"list_departments">;
export type Account = AnswerOf<"list_accounts">["accounts"][number];

export interface Staff {
  people: Person[];
  departments: Department[];
  /** The roles that the person at the desk gives and takes. */
  gives: Role[];
  accountOf: (person: Person) => Account | undefined;
}

export async function staff(): Promise<Staff> {
  const [people, departments, { accounts }, { roles }] = await Promise.all([
    everyItem("list_people", { sort: "name" }),
    everyItem("list_departments", { sort: "name" }),
    askCentre("list_accounts", {}),
    askCentre("list_roles", {}),
  ]);
  const own = session.current?.roles ?? [];
  const gives = roles.filter((it) => own.includes(it.role)).flatMap((it) => it.gives);
  return { people, departments, gives, accountOf: (person) => accounts.find((it) => it.person === person.id) };
}

/** How far somebody is on their way in. */
export type Way = "off" | "uninvited" | "invited" | "over" | "elsewhere" | "factorless" | "in";

export function wayOf(person: Person, account: Account | undefined): Way {
  if (!person.is_active) return "off";
  if (account?.has_password) return account.has_second_factor ? "in" : "factorless";
  if (account?.has_identity) return "elsewhere";
  if (!account?.invitation) return "uninvited";
  return account.invitation.is_over ? "over" : "invited";
}

/** Whether what was typed is in the name, the login or the address. */
export function isMeant(person: Person, typed: string): boolean {
  const wanted = typed.trim().toLocaleLowerCase();
  return [person.name, person.login, person.email].some((it) => (it ?? "").toLocaleLowerCase().includes(wanted));
}
