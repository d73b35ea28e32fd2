import type { EmergencyGroup } from "@bridge";
import { countEn as count } from "@shared/words/numbers";

export const en = {
  lead: "When one of these words is typed at Ask, everything else stops and the desk shows what to do. It assesses nobody: a person does.",
  state: {
    open: "To be reviewed by a clinician",
    openSays:
      "Nobody has yet gone through these words as they stand. They stop everything all the same. A clinician signs below.",
    reviewed: (by: string, on: string) => `Reviewed by ${by} on ${on}.`,
  },
  say: {
    title: "What the desk shows",
    script: "What whoever is at the desk says and does",
    scriptHint: "Empty: the desk's own words for each group below. They name 911 and 988.",
    example: "Tell the caller to hang up and dial 911. Stay with them until they do. Then call the nurse.",
    numberHint: "Such as 911. Empty: none is shown.",
  },
  words: {
    title: "What stops everything",
    lead: "In English, as it is typed at Ask. The most urgent group counts first.",
    own: "Words of your own",
    ownHint: "One per line.",
    inUse: (used: number, all: number) =>
      `In use: ${used} of ${count(all, "entry", "entries")} that came with the desk`,
    leftOut: (names: string) => `Left out: ${names}. Whoever types these words is not stopped.`,
    isOut: "Left out",
  },
  groups: {
    call_emergency_number: "Call the emergency number",
    self_harm: "Self-harm",
    pregnancy: "Pregnancy, and the year after",
    same_day: "To be seen the same day",
  } satisfies Record<EmergencyGroup, string>,
  signs:
    "How to read them: a/b is either word; … up to four words between; + both, anywhere in the sentence; breath* words that begin so; ‹pain› every word for it. Small slips of the keys are understood.",
  try: {
    title: "Try a sentence",
    label: "Sentence",
    hint: "By the words as they stand here, saved or not.",
    stops: (group: string) => `Stops everything: ${group}`,
    by: (words: string) => `By the words “${words}”.`,
    passes: "Stops nothing. The agents go on with it.",
  },
  review: {
    title: "Review",
    lead: "Once a clinician has gone through the words, the name and the date stand here. Changing words takes the review back.",
    by: "Reviewed by",
    on: "Reviewed on",
    goes: (by: string) => `You changed words. Saving them takes the review by ${by} back.`,
    enterDate: "Enter the date of the review.",
  },
  saved: "The emergency words are saved.",
  savedOpen: "The emergency words are saved. A clinician has to review them anew.",
};
