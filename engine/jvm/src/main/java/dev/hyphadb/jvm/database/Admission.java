package dev.hyphadb.jvm.database;

import dev.hyphadb.core.Quotas;
import dev.hyphadb.core.RemoteOperation;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.Screening;
import dev.hyphadb.core.sync.Scope;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What is let in of what peers send: the part that is wanted, how much, and what middleware lets
 * pass. A replica that is opened in the place of another one is told again.
 */
final class Admission implements AutoCloseable {
  private final Consumer<Consumer<Replica>> later;
  private final MiddlewareChain middleware = new MiddlewareChain(this::decided);
  private final SizeWatch sizeWatch = new SizeWatch(this::tellWhetherFull);

  // By the owner only.
  private Quotas quotas = Quotas.NONE;
  private Scope scope;

  /**
   * @param later runs an action on the replica soon, unless the database is closed by then
   */
  Admission(Consumer<Consumer<Replica>> later) {
    this.later = later;
  }

  /** Asks from now on whether the files may grow no more. */
  void watch(BooleanSupplier isFull) {
    sizeWatch.watch(isFull);
  }

  void limit(Replica replica, Quotas limits) {
    quotas = limits;
    replica.limit(limits);
  }

  /**
   * @param wanted {@code null} for everything
   * @throws IllegalArgumentException when the database cannot be held in parts
   */
  void narrow(Replica replica, Scope wanted) {
    replica.scope(wanted);
    scope = wanted;
  }

  /** The step decides from the next {@link #screen} on. */
  void add(MiddlewareStep step) {
    middleware.add(step);
  }

  void remove(MiddlewareStep step) {
    middleware.remove(step);
  }

  /** Has commits wait for verdicts, or no more, as there is somebody to give them. */
  void screen(Replica replica) {
    replica.screen(!middleware.isEmpty(), System.currentTimeMillis());
  }

  /** Tells all of it to a replica that was just opened. */
  void tell(Replica replica) {
    replica.scope(scope);
    replica.limit(quotas);
    screen(replica);
  }

  /** Something happened: what is to be decided goes to middleware, and the size is looked at. */
  void flushed(Screening screening) {
    sizeWatch.look();
    if (screening != null) {
      middleware.offer(screening);
    }
  }

  private void tellWhetherFull(boolean isFull) {
    later.accept(replica -> replica.setFull(isFull));
  }

  private void decided(long screening, List<List<RemoteOperation>> verdicts) {
    later.accept(replica -> replica.decide(screening, verdicts, System.currentTimeMillis()));
  }

  @Override
  public void close() {
    middleware.close();
  }
}
