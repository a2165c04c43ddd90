package dev.hyphadb.core.sync.range;

import java.util.List;

/**
 * What became known of a range by a list of the ids that the peer holds there.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param shared the items that both sides hold; whatever else this side holds in the range, the
 *     peer lacks
 * @param lackedByPeer how many those are
 * @param missing the ids that this side lacks
 * @param missingPositions where those are among all ids of the peer's message, counted from 0 over
 *     all its lists; ascending
 */
public record ListedRange(
    RangeBound from,
    RangeBound to,
    List<RangeItem> shared,
    int lackedByPeer,
    List<byte[]> missing,
    List<Integer> missingPositions) {}
