package dev.hyphadb.jvm.storage;

import dev.hyphadb.core.store.Table;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * The native options a {@link RocksDbStore} runs with; public so that benchmarks can run a bare
 * loop on the same ones. Close it after the database that uses it. The native library must have
 * been loaded.
 */
public final class RocksDbTuning implements AutoCloseable {
  /** Bounds how long a replay after a crash takes: an uncapped log took 13 s. */
  private static final long WAL_BYTES_MAX = 64L << 20;

  /**
   * For a table whose keys come in no order: to sort them in among many costs more than to merge
   * files more often.
   */
  private static final long SCANNED_BUFFER_BYTES = 4L << 20;

  /** Of the cache, for what finds blocks: without a share their priority means nothing. */
  private static final double HIGH_PRIORITY_SHARE = 0.5;

  private final Cache blockCache;
  private final BloomFilter bloomFilter;
  final DBOptions database;
  final ColumnFamilyOptions table;

  /** For tables that queries read much of: uncompressed twice as fast, a third larger. */
  final ColumnFamilyOptions queriedTable;

  /** For a table that is never asked for a single key: no filters to keep. */
  final ColumnFamilyOptions scannedTable;

  final WriteOptions write;
  final ReadOptions read;

  public RocksDbTuning(StorageOptions options) {
    blockCache = new LRUCache(options.cacheBytes(), -1, false, HIGH_PRIORITY_SHARE);
    bloomFilter = new BloomFilter(10);
    database =
        new DBOptions()
            .setCreateIfMissing(!options.readOnly())
            .setCreateMissingColumnFamilies(!options.readOnly())
            .setMaxTotalWalSize(WAL_BYTES_MAX)
            // The default opens at the last good point before damage and says nothing.
            .setWalRecoveryMode(
                options.salvage()
                    ? WALRecoveryMode.PointInTimeRecovery
                    : WALRecoveryMode.TolerateCorruptedTailRecords)
            .setDbWriteBufferSize(options.writeBufferBytes())
            .setMaxOpenFiles(1024)
            .setMaxBackgroundJobs(2)
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setMaxLogFileSize(1 << 20)
            .setKeepLogFileNum(3);
    table = withFilters(table(options, CompressionType.ZSTD_COMPRESSION));
    queriedTable = withFilters(table(options, CompressionType.LZ4_COMPRESSION));
    scannedTable = table(options, CompressionType.LZ4_COMPRESSION);
    scannedTable
        .setWriteBufferSize(Math.min(SCANNED_BUFFER_BYTES, options.writeBufferBytes()))
        .setTableFormatConfig(format());
    write = new WriteOptions().setSync(options.syncWrites());
    read = new ReadOptions();
  }

  /**
   * @param forLong how to compress what will not soon be written again
   */
  private static ColumnFamilyOptions table(StorageOptions options, CompressionType forLong) {
    return new ColumnFamilyOptions()
        .setWriteBufferSize(Math.min(32L << 20, options.writeBufferBytes()))
        // Overlapping range tombstones in one memtable cost the square of their number.
        .setMemtableMaxRangeDeletions(128)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(forLong);
  }

  private BlockBasedTableConfig format() {
    return new BlockBasedTableConfig()
        .setBlockCache(blockCache)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }

  private ColumnFamilyOptions withFilters(ColumnFamilyOptions options) {
    return options
        // Most keys that are looked up before they are written are new: say so without a
        // search.
        .setMemtablePrefixBloomSizeRatio(0.05)
        .setMemtableWholeKeyFiltering(true)
        .setTableFormatConfig(format().setFilterPolicy(bloomFilter));
  }

  /** How a table is stored. */
  public ColumnFamilyOptions of(Table which) {
    return switch (which) {
      case NODE, EDGE -> queriedTable;
      case INDEX -> scannedTable;
      default -> table;
    };
  }

  public DBOptions database() {
    return database;
  }

  public ColumnFamilyOptions table() {
    return table;
  }

  public WriteOptions write() {
    return write;
  }

  @Override
  public void close() {
    read.close();
    write.close();
    table.close();
    queriedTable.close();
    scannedTable.close();
    database.close();
    bloomFilter.close();
    blockCache.close();
  }
}
