package dev.hyphadb;

/**
 * Something that is being followed. Closing ends it: at most one more call is under way then.
 * Idempotent.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
