/**
 * Indexes over the nodes: what they are ({@code IndexDefinition}), how they are kept ({@code
 * IndexWriter}) and how the planner of package {@code query} reads them ({@code StoredIndexes}).
 *
 * <p>Invariants: an index's entries are a function of the nodes' values, written in the batch that
 * changes a node; what an index names for a condition contains everything that fulfils it. The
 * writer belongs to the replica's owner; readers are for any thread. Which index answers a query,
 * and the test of every candidate, is left to {@code query}.
 */
package dev.hyphadb.core.index;
