package dev.hyphadb.jvm.sharing;

import dev.hyphadb.jvm.database.Database;
import dev.hyphadb.jvm.database.MiddlewareStep;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The middleware of this process: in force while the process is the owner, kept for then while it
 * is a guest. Any thread.
 */
final class SharedMiddleware {
  /** What takes each step out of the database again; nothing as a guest. */
  private final Map<MiddlewareStep, Runnable> steps = new LinkedHashMap<>();

  private Database owned;

  /** This process has become the owner, before it takes part in the network. */
  synchronized void owns(Database database) {
    owned = database;
    steps.replaceAll((step, none) -> database.use(step));
  }

  /** Returns what takes the step out again. */
  synchronized Runnable add(MiddlewareStep step) {
    steps.put(step, owned == null ? () -> {} : owned.use(step));
    return () -> remove(step);
  }

  private synchronized void remove(MiddlewareStep step) {
    Runnable end = steps.remove(step);
    if (end != null) {
      end.run();
    }
  }
}
