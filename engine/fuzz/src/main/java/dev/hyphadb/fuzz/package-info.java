/**
 * Coverage-guided fuzzing of everything in the engine that takes bytes from outside ({@code ./hypha
 * fuzz}). A {@link dev.hyphadb.fuzz.Target} hands an input over and asserts what is promised of any
 * input: it is accepted or rejected with a reason, what was accepted survives a round trip, memory
 * and time stay bounded. A {@link dev.hyphadb.fuzz.Campaign} searches for an input that breaks
 * that, with Jazzer, in a process of its own.
 *
 * <p>Inputs worth keeping stand in {@code engine/fuzz/corpus}, a file for each target; they are
 * tried as ordinary tests as well. Targets of what is package-private stand in the package of what
 * they try.
 */
package dev.hyphadb.fuzz;
