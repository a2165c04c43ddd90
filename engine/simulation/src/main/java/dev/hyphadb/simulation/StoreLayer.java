package dev.hyphadb.simulation;

import dev.hyphadb.core.store.Store;

/**
 * What stands between a replica and its disk: nothing, except in the tests of the simulation
 * itself, which plant faults here that the checkers have to find.
 */
@FunctionalInterface
interface StoreLayer {
  StoreLayer NONE = (disk, peer) -> disk;

  Store over(Store disk, int peer);
}
