package dev.hyphadb.core.store;

/**
 * Something in a store that is not as it must be.
 *
 * @param key which record, as text; empty for the table as a whole
 * @param problem what is wrong with it
 */
public record Finding(Table table, String key, String problem) {
  @Override
  public String toString() {
    return table + (key.isEmpty() ? "" : " " + key) + ": " + problem;
  }
}
