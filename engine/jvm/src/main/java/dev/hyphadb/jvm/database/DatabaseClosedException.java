package dev.hyphadb.jvm.database;

/** Something was asked of a database that has been closed; it has not happened. */
public final class DatabaseClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public DatabaseClosedException() {
    super("the database is closed");
  }
}
