package dev.hyphadb.jvm.database;

import dev.hyphadb.core.commit.CommitLimits;
import dev.hyphadb.core.graph.Resolver;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A resolver of the application, which may fail: of values for which it throws, or makes what
 * cannot be stored, the later write wins. It does so on every peer, as it is the same there.
 */
public final class GuardedResolver implements Resolver {
  private static final System.Logger LOGGER = System.getLogger(GuardedResolver.class.getName());

  private final String field;
  private final Resolver resolver;
  private final AtomicLong failures = new AtomicLong();

  public GuardedResolver(String field, Resolver resolver) {
    this.field = field;
    this.resolver = resolver;
  }

  @Override
  public String name() {
    return resolver.name();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what came in can be stored
  public Value join(Value a, Value b) {
    try {
      Value joined = resolver.join(a, b);
      if (joined != null && joined != a && joined != b) {
        requireStorable(joined);
      }
      return joined;
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
      return null;
    }
  }

  /** How often it failed. */
  public long failures() {
    return failures.get();
  }

  private void requireStorable(Value joined) {
    int bytes = PackWriter.pack(Fields.of(field, joined)).length;
    if (bytes > CommitLimits.BODY_BYTES_MAX) {
      throw new ValueException("too-large", field, "what was joined has " + bytes + " bytes");
    }
  }

  /** Told the first time, then ever more rarely. */
  private void failed(Throwable e) {
    long count = failures.incrementAndGet();
    if (Long.bitCount(count) == 1) {
      LOGGER.log(
          Level.WARNING,
          "Resolver "
              + resolver.name()
              + " of field "
              + field
              + " failed, "
              + count
              + " times so far; the later write wins",
          e);
    }
  }
}
