package dev.hyphadb.core.query;

import dev.hyphadb.core.graph.Node;

/** Goes through nodes in the order of a query's results. Belongs to the thread that opened it. */
interface Walk extends AutoCloseable {
  /** Through nothing. */
  Walk EMPTY =
      new Walk() {
        @Override
        public boolean next() {
          return false;
        }

        @Override
        public boolean startsGroup() {
          return false;
        }

        @Override
        public boolean mayMatch() {
          return false;
        }

        @Override
        public Node node() {
          return null;
        }

        @Override
        public void close() {}
      };

  boolean next();

  /** Whether the node sorts behind the one before it by more than its id. */
  boolean startsGroup();

  /** Whether the node is worth reading. */
  boolean mayMatch();

  /** {@code null} when it is gone. */
  Node node();

  @Override
  void close();
}
