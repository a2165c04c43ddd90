package dev.hyphadb.core.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes that are applied together. Within a batch a later change to the same key wins. Not
 * thread-safe; may be handed to {@link Store#write} once.
 */
public final class WriteBatch {
  private final List<Change> changes = new ArrayList<>();

  /** One step of a batch. */
  public sealed interface Change {
    Table table();
  }

  public record Put(Table table, byte[] key, byte[] value) implements Change {}

  public record Delete(Table table, byte[] key) implements Change {}

  /** Removes every key in {@code [from, to)}. */
  public record DeleteRange(Table table, byte[] from, byte[] to) implements Change {}

  public void put(Table table, byte[] key, byte[] value) {
    changes.add(new Put(table, key, value));
  }

  public void delete(Table table, byte[] key) {
    changes.add(new Delete(table, key));
  }

  public void deleteRange(Table table, byte[] from, byte[] to) {
    changes.add(new DeleteRange(table, from, to));
  }

  /** The changes in the order they were made. */
  public List<Change> changes() {
    return changes;
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
