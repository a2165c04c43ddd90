package dev.hyphadb.jvm.database;

import dev.hyphadb.core.sync.Inbound;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the frames of one connection through its {@link Inbound}, in order, on threads that all
 * databases of the process share: signatures are checked while the owner merges, those of several
 * connections at once.
 */
final class InboundQueue {
  private static final System.Logger LOGGER = System.getLogger(InboundQueue.class.getName());

  /** Frames that one connection has done before others have their turn. */
  private static final int TURN_FRAMES = 16;

  private static final class Workers {
    static final ExecutorService POOL =
        Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().daemon().name("hypha-inbound-", 0).factory());
  }

  private final Inbound inbound;
  private final Target target;
  private final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();

  /** How many frames are in the queue or being worked at; whoever makes it 1 starts the work. */
  private final AtomicInteger waiting = new AtomicInteger();

  private volatile boolean isClosed;

  /** Takes what comes out, on one thread at a time. */
  interface Target {
    /**
     * @param isLast whether no other frame of the connection waits, so that this thread has the
     *     time to see to the consequences
     */
    void accept(Inbound.Received received, boolean isLast);
  }

  InboundQueue(Inbound inbound, Target target) {
    this.inbound = inbound;
    this.target = target;
  }

  Inbound inbound() {
    return inbound;
  }

  /** Never waits. */
  void add(byte[] frame) {
    frames.add(frame);
    if (waiting.getAndIncrement() == 0) {
      Workers.POOL.execute(this::work);
    }
  }

  private void work() {
    for (int done = 1; !isClosed; done++) {
      take(frames.remove());
      if (waiting.decrementAndGet() == 0) {
        return;
      }
      if (done == TURN_FRAMES) {
        Workers.POOL.execute(this::work);
        return;
      }
    }
    frames.clear();
  }

  private void take(byte[] frame) {
    try {
      Inbound.Received received = inbound.receive(frame);
      if (received != null && !isClosed) {
        target.accept(received, waiting.get() == 1);
      }
    } catch (RuntimeException e) {
      if (!isClosed) {
        LOGGER.log(Level.ERROR, "A frame could not be looked at", e);
      }
    }
  }

  /** Nothing comes out any more, except what is under way. */
  void close() {
    isClosed = true;
  }
}
