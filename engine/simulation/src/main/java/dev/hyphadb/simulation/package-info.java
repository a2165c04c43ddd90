/**
 * Many replicas in one thread on virtual time, with faults that a seed chooses (DESIGN.md sections
 * 2 and 10).
 *
 * <p>A run has two phases: in the first, faults of network, disks and clocks, hostile peers, and
 * peers that come and go; in the second everything works again, and all must become equal within a
 * bound. A class for each invariant watches from outside: from what the disks were told to write,
 * from what the replicas report, and from the stored tables, which are read without the engine's
 * own codecs.
 *
 * <p>Invariants: everything that happens follows from seed and options; no thread, no clock, no
 * hash order, no size of compressed data takes part, so that a digest is the same on every
 * platform. This package is portable (it is to run compiled to JavaScript too); the command line,
 * which is not, lives in {@code cli}.
 *
 * <p>{@code Simulation} is the way in; it belongs to the thread that runs it.
 */
package dev.hyphadb.simulation;
