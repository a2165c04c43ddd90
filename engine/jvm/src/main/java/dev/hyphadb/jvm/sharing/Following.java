package dev.hyphadb.jvm.sharing;

import java.util.function.Consumer;

/**
 * Something a handle follows, whoever the owner is.
 *
 * @param <E> what the owner tells
 */
abstract class Following<E> {
  private final SharedDatabase database;
  private Runnable stop = () -> {};
  private int turn;
  private boolean isEnded;

  Following(SharedDatabase database) {
    this.database = database;
  }

  /** There is an owner, the first one or a new one: follows it there. Any thread. */
  final void resume() {
    int mine;
    synchronized (this) {
      mine = ++turn;
    }
    Runnable started = start(database, event -> takeOf(mine, event));
    boolean isCurrent;
    synchronized (this) {
      isCurrent = !isEnded && mine == turn;
      if (isCurrent) {
        stop = started;
      }
    }
    if (!isCurrent) {
      started.run();
    } else if (mine > 1) {
      resumed(database);
    }
  }

  private synchronized void takeOf(int told, E event) {
    if (told == turn && !isEnded) {
      take(event);
    }
  }

  /** Asks the owner to tell; at once what there is, then what changes. */
  abstract Runnable start(SharedDatabase database, Consumer<E> listener);

  /** The present owner told something; one call at a time, in order; must return soon. */
  abstract void take(E event);

  /** A new owner tells from now on, from the beginning. */
  void resumed(SharedDatabase database) {}

  /** Nothing more is told. Any thread. */
  void end() {
    Runnable last;
    synchronized (this) {
      isEnded = true;
      last = stop;
    }
    last.run();
  }
}
