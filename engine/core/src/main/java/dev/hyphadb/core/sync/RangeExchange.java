package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.sync.range.ListedRange;
import dev.hyphadb.core.sync.range.RangeBound;
import dev.hyphadb.core.sync.range.RangeException;
import dev.hyphadb.core.sync.range.RangeItem;
import dev.hyphadb.core.sync.range.RangeMessage;
import dev.hyphadb.core.sync.range.RangeReconciliation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/**
 * Range reconciliation of the live commits with one peer: finds what either side lacks and has it
 * sent, at a cost that follows the difference.
 *
 * <p>Newest first: an exchange looks at the newest commits only, and the next one, if the hashes
 * still differ, further back. A commit that is live on one side only is mostly one whose
 * overwriting the other side has missed; with the newer commits it dies there, and need not be
 * found. For the same reason an exchange ends as soon as what it found may explain what still
 * differs.
 *
 * <p>What was found is sent before the next message of the peer is looked at, so that memory is
 * bounded by one message.
 */
final class RangeExchange {
  /** Of one message. */
  static final int RANGES_BYTES_MAX = 60_000;

  private static final int WINDOW_COMMITS_MIN = 1024;
  private static final int WINDOW_FRACTION = 256;
  private static final int WINDOW_GROWTH_BITS = 3;

  /** So many different ranges are put down to one commit that was missed. */
  private static final int RANGES_EXPLAINED = 4;

  /** Exchanges that stop early; those that follow go through everything. */
  private static final int HASTY_EXCHANGES_MAX = 3;

  private static final int ROUNDS_MIN = 64;

  private enum Role {
    NONE,
    INITIATOR,
    RESPONDER
  }

  private final SyncHost host;
  private final Offer offer;

  /** What the peer has refused, and is not sent. */
  private final NavigableSet<CommitKey> refusedByPeer;

  private Role role = Role.NONE;
  private boolean startDue;
  private boolean isTotal;
  private boolean isAnswered;
  private boolean hasEnded;
  private boolean isGoneThrough;
  private RangeMessage pending;
  private int exchanges;
  private int rounds;

  /** Of the last answer; the initiator may ask for these. */
  private List<RangeItem> offered = List.of();

  private final Deque<CommitKey> wanted = new ArrayDeque<>();
  private final Deque<Span> spans = new ArrayDeque<>();

  /** Live commits that the peer lacks: those in a range of keys but a few. */
  private record Span(byte[] from, byte[] to, Set<CommitKey> shared) {}

  RangeExchange(SyncHost host, Offer offer, NavigableSet<CommitKey> refusedByPeer) {
    this.host = host;
    this.offer = offer;
    this.refusedByPeer = refusedByPeer;
  }

  /** Whether there is something to wait for or to send. */
  boolean isActive() {
    return role != Role.NONE || hasCommits();
  }

  /** Whether the peer is to go on. */
  boolean isPeersTurn() {
    return role != Role.NONE && !startDue && pending == null && !hasCommits();
  }

  /** Whether an exchange that this side began has come to its end since the last call. */
  boolean takeEnded() {
    boolean ended = hasEnded && !isActive();
    if (ended) {
      hasEnded = false;
    }
    return ended;
  }

  /**
   * Whether an exchange of everything has come to its end since the last call, whichever side began
   * it.
   */
  boolean takeGoneThrough() {
    boolean goneThrough = isGoneThrough && !isActive();
    if (goneThrough) {
      isGoneThrough = false;
    }
    return goneThrough;
  }

  /** Both sides hold the same: the next exchange begins with the newest again. */
  void reset() {
    exchanges = 0;
  }

  /**
   * Begins an exchange.
   *
   * @param everything whether to go through all that there is, to the end
   */
  void start(boolean everything) {
    role = Role.INITIATOR;
    isTotal = everything;
    startDue = true;
    isAnswered = false;
    rounds = 0;
  }

  /** Whether both sides began at once, now that the peer's first message has come. */
  boolean collides(Message.Ranges message) {
    return message.isFirst() && role == Role.INITIATOR && !startDue && !isAnswered;
  }

  /** Forgets the exchange that this side began. */
  void withdraw() {
    role = Role.NONE;
  }

  /**
   * @throws RejectedException when no such message is due, or it is malformed
   */
  void onRanges(Message.Ranges message) {
    boolean isDue =
        message.isFirst()
            ? role == Role.NONE || startDue
            : role == Role.RESPONDER && pending == null;
    if (!isDue || message.isFirst() && message.ranges().length == 0) {
      throw new RejectedException("unexpected-message", "no such ranges are due");
    }
    if (message.isFirst()) {
      role = Role.RESPONDER;
      isTotal = message.isTotal();
      startDue = false;
      offered = List.of();
      rounds = 0;
      exchanges++;
    }
    want(message.wanted());
    if (message.ranges().length == 0) {
      end();
      isGoneThrough = isTotal;
    } else {
      take(message.ranges());
    }
  }

  private void want(List<Integer> positions) {
    for (int position : positions) {
      if (position >= offered.size()) {
        throw new RejectedException("unexpected-message", "a commit is wanted but was not offered");
      }
      CommitKey key = LiveRangeSet.keyOf(offered.get(position));
      if (!refusedByPeer.contains(key)) {
        wanted.add(key);
      }
    }
    offered = List.of();
  }

  void onAnswer(Message.RangesAnswer message) {
    if (role != Role.INITIATOR || startDue || pending != null) {
      throw new RejectedException("unexpected-message", "no answer about ranges is due");
    }
    isAnswered = true;
    take(message.ranges());
  }

  private void take(byte[] ranges) {
    if (++rounds > ROUNDS_MIN + host.liveCount() / ROUNDS_MIN) {
      end();
      throw new RejectedException("unexpected-message", "an exchange of ranges does not end");
    }
    try {
      pending = RangeMessage.decode(ranges);
    } catch (RangeException e) {
      end();
      throw new RejectedException("malformed-ranges", e.getMessage());
    }
  }

  private void end() {
    role = Role.NONE;
    pending = null;
    offered = List.of();
  }

  /**
   * The next message of the exchange; {@code null} when none is due. Call it when the store has
   * everything that was received.
   */
  Message poll() {
    if (startDue) {
      startDue = false;
      RangeReconciliation ranges = reconciliation();
      int from = windowStart(offer.liveSet().size());
      exchanges++;
      return new Message.Ranges(true, isTotal, ranges.initiate(from), List.of());
    }
    if (pending == null || hasCommits()) {
      return null;
    }
    RangeMessage message = pending;
    pending = null;
    return role == Role.INITIATOR ? advance(message) : answer(message);
  }

  private RangeReconciliation reconciliation() {
    return new RangeReconciliation(offer.liveSet(), host.sha256(), RANGES_BYTES_MAX);
  }

  private int windowStart(int size) {
    if (!isHasty()) {
      return 0;
    }
    long least = Math.max(WINDOW_COMMITS_MIN, size / WINDOW_FRACTION);
    return (int) Math.max(0, size - (least << exchanges * WINDOW_GROWTH_BITS));
  }

  /** Whether less than everything may do; not when that has been tried some times. */
  private boolean isHasty() {
    return !isTotal && exchanges <= HASTY_EXCHANGES_MAX;
  }

  private Message advance(RangeMessage message) {
    RangeReconciliation.Step step = reconciliation().advance(message);
    List<Integer> positions = new ArrayList<>();
    long found = send(step.listed());
    for (ListedRange range : step.listed()) {
      positions.addAll(range.missingPositions());
    }
    found += positions.size();
    boolean isExplained = isHasty() && found > 0 && step.openRanges() <= RANGES_EXPLAINED * found;
    boolean isLast = step.message() == null || isExplained;
    if (isLast) {
      end();
      hasEnded = true;
      isGoneThrough = isTotal;
    }
    return new Message.Ranges(false, false, isLast ? new byte[0] : step.message(), positions);
  }

  private Message answer(RangeMessage message) {
    RangeReconciliation.Step step = reconciliation().answerSharing(message);
    send(step.listed());
    offered = step.offered();
    return new Message.RangesAnswer(step.message());
  }

  private long send(List<ListedRange> listed) {
    long count = 0;
    for (ListedRange range : listed) {
      if (range.lackedByPeer() > 0) {
        Set<CommitKey> shared = new HashSet<>();
        range.shared().forEach(item -> shared.add(LiveRangeSet.keyOf(item)));
        shared.addAll(refusedIn(range));
        spans.add(new Span(startOf(range.from()), startOf(range.to()), shared));
        count += range.lackedByPeer();
      }
    }
    return count;
  }

  private NavigableSet<CommitKey> refusedIn(ListedRange range) {
    CommitKey from = LiveRangeSet.keyOf(range.from());
    return range.to().equals(RangeBound.INFINITY)
        ? refusedByPeer.tailSet(from, true)
        : refusedByPeer.subSet(from, true, LiveRangeSet.keyOf(range.to()), false);
  }

  private static byte[] startOf(RangeBound bound) {
    return bound.equals(RangeBound.INFINITY) ? null : LiveRangeSet.keyOf(bound).bytes();
  }

  /** Whether commits are to be sent. */
  boolean hasCommits() {
    return !wanted.isEmpty() || !spans.isEmpty();
  }

  /** The next commits that the peer lacks; may be empty when they are not live any more. */
  List<VerifiedCommit> nextCommits(int bytesMax) {
    List<VerifiedCommit> commits = new ArrayList<>();
    int bytes = 0;
    while (bytes < bytesMax && !wanted.isEmpty()) {
      CommitKey key = wanted.poll();
      if (offer.isLive(key)) {
        VerifiedCommit commit = host.log().stored(key);
        commits.add(commit);
        bytes += commit.body().length;
      }
    }
    while (bytes < bytesMax && !spans.isEmpty()) {
      Span span = spans.poll();
      List<VerifiedCommit> some = offer.liveIn(span.from, span.to, span.shared, bytesMax - bytes);
      if (!some.isEmpty()) {
        commits.addAll(some);
        for (VerifiedCommit commit : some) {
          bytes += commit.body().length;
        }
        byte[] next = some.get(some.size() - 1).key().following();
        spans.addFirst(new Span(next, span.to, span.shared));
      }
    }
    return commits;
  }
}
