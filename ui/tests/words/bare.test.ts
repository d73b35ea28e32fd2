// No component and no module says anything of its own: every text comes from the message files.
import { expect, it } from "vitest";
import { bareWords } from "./bare";
import { isMessageFile, sources } from "./words";

it.each(sources().filter((it) => !isMessageFile(it.path)))("$path has no words of its own", ({ path, text }) => {
  expect(bareWords(path, text)).toEqual([]);
});

it.each([
  ["a text", "<p>Booked</p>", ["Booked"]],
  ["a name", "<Button label='Close' />", ['label="Close"']],
  ["a part of a name", "<Button label='Change {name}' />", ['label="Change "']],
  ["a choice", "<p>{busy ? 'Opening…' : done}</p>", ["Opening…"]],
  ["a template", "<p>{`${n} visits today`}</p>", [" visits today"]],
  ["a toast", "<script lang='ts'>note(`Saved for ${name as string}.`);</script>", ["Saved for "]],
  ["an option", "<script lang='ts'>const it = { label: 'Any provider' };</script>", ["Any provider"]],
  ["a block", "{#if a}<b title='Now'>·</b>{/if}", ['title="Now"']],
])("notices %s", (_, source, found) => {
  expect(bareWords("It.svelte", source)).toEqual(found);
});
