/**
 * Regular expressions that take time linear in the text, whatever the pattern: a documented subset
 * of JavaScript's syntax (docs/queries.md), compiled to a program of bounded size (Thompson) and
 * run through a deterministic automaton that is built while it is used.
 *
 * <p>An engine of our own because the platforms' engines differ from each other and take
 * exponential time on some patterns; held to docs/protocol/vectors/regex.json on the JVM and under
 * node. A {@code Regex} is for any thread: its automaton only ever gains states that are immutable
 * but for their table of successors, where a lost race costs a state made twice.
 */
package dev.hyphadb.core.query.regex;
