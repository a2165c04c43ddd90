package dev.hyphadb.core.index;

/**
 * An index there is, and how far it is built.
 *
 * @param isAutomatic made because queries kept asking, and dropped when they no longer do
 * @param isReady whether queries use it
 * @param nodesBuilt how many nodes its build has gone through so far
 */
public record IndexStatus(
    IndexDefinition definition, boolean isAutomatic, boolean isReady, long nodesBuilt) {
  static IndexStatus of(IndexRecord record) {
    return new IndexStatus(
        record.definition(), record.isAutomatic(), record.isReady(), record.nodesBuilt());
  }
}
