export const en = {
  /** What is written on the keys. */
  written: {
    Left: "Left",
    Right: "Right",
    Up: "Up",
    Down: "Down",
    Home: "Home",
    End: "End",
    PageUp: "PageUp",
    PageDown: "PageDown",
    Shift: "Shift",
  },
};
