//! Rules of the house that no compiler knows: who may depend on whom, how large things grow, where SQL and the window's
//! API may stand, which lists must agree. They are checked here so that a review need not. There is no list of
//! exceptions: a rule that needs one is changed, with the reason in `docs/decisions/`.

mod commands;
mod layers;
mod names;
mod sizes;
mod sql;
mod stack;
mod tree;
mod ui;
mod words;
mod writes;
