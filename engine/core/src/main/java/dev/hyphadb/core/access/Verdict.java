package dev.hyphadb.core.access;

/** What the authority history says of a commit. */
enum Verdict {
  COUNTS,
  /** Its author had no right to it by what is known so far. */
  WAITS,
  /** Whatever may still arrive, it does not count. */
  NEVER
}
