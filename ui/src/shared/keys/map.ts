// Every key of the window: where it is heard, what it does there, and which key it is unless the person chose another
// (keymap.ts). An action has one key wherever it is heard. Keys are written as a person reads them: "Ctrl+L", "A", "F2".

const ON_A_VISIT = {
  arrived: "A",
  checkIn: "I",
  toRoom: "R",
  withProvider: "P",
  done: "D",
  noShow: "N",
  confirm: "C",
  cancelVisit: "X",
  move: "M",
} as const;

export const SCOPES = {
  everywhere: {
    toDay: "Ctrl+1",
    toLists: "Ctrl+2",
    toDecisions: "F8",
    toPatients: "Ctrl+3",
    toPeople: "Ctrl+4",
    toImport: "Ctrl+5",
    toSettings: "Ctrl+6",
    findPatient: "F2",
    walkIn: "F9",
    undo: "Ctrl+Z",
    fillGap: "Ctrl+Y",
    daySheet: "Ctrl+P",
    lock: "Ctrl+L",
    nextPart: "F6",
    theseKeys: "F1",
    helpHere: "Shift+F1",
  },
  day: {
    dayBefore: "Ctrl+Left",
    dayAfter: "Ctrl+Right",
    weekBefore: "Ctrl+Shift+Left",
    weekAfter: "Ctrl+Shift+Right",
    today: "Ctrl+T",
    goToDate: "Ctrl+G",
    columns: "Ctrl+F",
    bookPatientFirst: "Ctrl+B",
  },
  board: {
    earlier: "Up",
    later: "Down",
    columnBefore: "Left",
    columnAfter: "Right",
    firstColumn: "Home",
    lastColumn: "End",
    hourEarlier: "PageUp",
    hourLater: "PageDown",
    startOfDay: "Ctrl+Home",
    endOfDay: "Ctrl+End",
    week: "F4",
    repairDay: "F7",
    enter: "Enter",
    releaseHold: "Delete",
    paste: "Ctrl+V",
    menu: "Shift+F10",
  },
  visit: { ...ON_A_VISIT, followUp: "F", cut: "Ctrl+X", bookSameTime: "B", weekOfVisit: "W" },
  moving: {
    quarterEarlier: "Up",
    quarterLater: "Down",
    fiveEarlier: "Shift+Up",
    fiveLater: "Shift+Down",
    columnBefore: "Left",
    columnAfter: "Right",
    hourEarlier: "PageUp",
    hourLater: "PageDown",
    takeIt: "Enter",
    stopMoving: "Esc",
  },
  lists: {
    arrivals: "1",
    unconfirmed: "2",
    noShows: "3",
    stillOpen: "4",
    withoutHours: "5",
    repaired: "6",
    waitlist: "7",
    recalls: "8",
    planAll: "F7",
    closeDay: "Z",
  },
  row: {
    rowBefore: "Up",
    rowAfter: "Down",
    firstRow: "Home",
    lastRow: "End",
    openOnBoard: "Enter",
    ...ON_A_VISIT,
    followUp: "F",
    bookAgain: "B",
    logCall: "T",
    setTriage: "G",
  },
  toCome: {
    rowBefore: "Up",
    rowAfter: "Down",
    firstRow: "Home",
    lastRow: "End",
    bookAgain: "B",
    logCall: "T",
  },
  decisions: {
    rowBefore: "Up",
    rowAfter: "Down",
    firstRow: "Home",
    lastRow: "End",
    firstTime: "1",
    secondTime: "2",
    thirdTime: "3",
    keepPromise: "O",
    toWaitlist: "W",
    patientKnows: "D",
    takeCare: "C",
  },
  booking: { hold: "Ctrl+H", repeatVisit: "Ctrl+R" },
  counter: {
    detailsConfirmed: "C",
    editRecord: "E",
    cardSeen: "S",
    cardNotBrought: "N",
    cardNotNeeded: "O",
  },
  card: { bookForPatient: "B", editRecord: "E", mergeRecord: "M", putOnWaitlist: "W", noteRecall: "R" },
  table: { closeTable: "Ctrl+Enter" },
  repair: {
    rowBefore: "Up",
    rowAfter: "Down",
    firstRow: "Home",
    lastRow: "End",
    takeOrLeave: "Space",
    takeAll: "A",
    takeNone: "N",
    applyRepair: "Ctrl+Enter",
  },
} as const;

export type ScopeName = keyof typeof SCOPES;
export type ActionOf<S extends ScopeName> = Extract<keyof (typeof SCOPES)[S], string>;
export type Action = { [S in ScopeName]: ActionOf<S> }[ScopeName];

export const SCOPE_NAMES = Object.keys(SCOPES) as ScopeName[];
export const actionsOf = <S extends ScopeName>(scope: S): ActionOf<S>[] => Object.keys(SCOPES[scope]) as ActionOf<S>[];

/** What is heard at once, from where a person may stand: there a key has one meaning. */
export const HEARD_TOGETHER: readonly (readonly ScopeName[])[] = [
  ["everywhere", "day", "board", "visit", "booking"],
  ["everywhere", "lists", "row"],
  ["everywhere", "lists", "toCome"],
  ["everywhere", "decisions"],
  ["everywhere", "day", "card"],
  ["counter"],
  ["everywhere", "table"],
  ["everywhere", "repair"],
];

/** Which key an action has while nobody changed it. */
export const usualKeys = Object.assign({}, ...Object.values(SCOPES)) as Record<Action, string>;
