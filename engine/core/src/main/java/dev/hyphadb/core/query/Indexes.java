package dev.hyphadb.core.query;

import java.util.List;

/**
 * The finished indexes of a store, as it is while a query runs: the planner's port, which package
 * {@code index} fills. What an index names is a candidate: it may match, and whatever matches is
 * among the candidates.
 */
public interface Indexes {
  /** There are none. */
  Indexes NONE =
      new Indexes() {
        @Override
        public List<OrderedIndex> ordered() {
          return List.of();
        }

        @Override
        public WordIndex words() {
          return null;
        }

        @Override
        public PlaceIndex places() {
          return null;
        }

        @Override
        public List<String> nodesWithOwnId() {
          return null;
        }

        @Override
        public long nodeCount() {
          return Long.MAX_VALUE;
        }
      };

  List<? extends OrderedIndex> ordered();

  /** {@code null} when there is none. */
  WordIndex words();

  /** {@code null} when there is none. */
  PlaceIndex places();

  /** Nodes whose value has a field {@code id}; {@code null} when they are many, or not known. */
  List<String> nodesWithOwnId();

  /** About how many nodes there are. */
  long nodeCount();
}
