package dev.hyphadb.core.index;

import dev.hyphadb.core.query.Indexes;
import dev.hyphadb.core.query.OrderedIndex;
import dev.hyphadb.core.query.PlaceIndex;
import dev.hyphadb.core.query.WordIndex;
import dev.hyphadb.core.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The finished indexes in a store, as its catalogue has them now. Any thread. */
public final class StoredIndexes implements Indexes {
  private final Store store;
  private final LongSupplier nodeCount;
  private final List<OrderedIndex> ordered = new ArrayList<>();
  private WordIndex words;
  private PlaceIndex places;

  /**
   * @param nodeCount about how many nodes there are; asked when the planner needs it
   */
  public StoredIndexes(Store store, LongSupplier nodeCount) {
    this.store = store;
    this.nodeCount = nodeCount;
    for (IndexRecord record : IndexCatalog.load(store).records()) {
      if (record.isReady()) {
        switch (record.definition().kind()) {
          case ORDERED -> ordered.add(new StoredOrderedIndex(store, record));
          case WORDS -> words = new StoredWordIndex(store, record);
          case PLACES -> places = new StoredPlaceIndex(store, record);
        }
      }
    }
  }

  @Override
  public List<OrderedIndex> ordered() {
    return ordered;
  }

  @Override
  public WordIndex words() {
    return words;
  }

  @Override
  public PlaceIndex places() {
    return places;
  }

  @Override
  public List<String> nodesWithOwnId() {
    return OwnIds.list(store);
  }

  @Override
  public long nodeCount() {
    return nodeCount.getAsLong();
  }
}
