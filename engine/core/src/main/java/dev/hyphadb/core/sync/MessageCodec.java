package dev.hyphadb.core.sync;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.CommitKey;
import dev.hyphadb.core.commit.ReceivedCommit;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.graph.Resolvers;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Messages from and to bytes (docs/protocol/sync.md). Commits travel in runs: consecutive commits
 * of one replica share a header, and what the receiver can compute (sequence, predecessor, id) is
 * left out.
 */
final class MessageCodec {
  static final int PROTOCOL_VERSION = 1;

  /**
   * Commits of one message: more than fit in what a sender puts into one, few enough that a message
   * that inflates to nothing but tiny commits does not fill the heap.
   */
  static final int COMMITS_MAX = 4096;

  /** Keys of one message. */
  static final int REFUSED_MAX = 2048;

  /** No message lists so many ids. */
  private static final int POSITIONS_MAX = RangeExchange.RANGES_BYTES_MAX / CommitId.LENGTH;

  private static final int SESSION_BYTES = 4;

  private static final int HELLO = 1;
  private static final int RESUME = 2;
  private static final int COMMITS = 3;
  private static final int ACK = 4;
  private static final int STATUS = 5;
  private static final int RANGES = 6;
  private static final int RANGES_ANSWER = 7;
  private static final int REFUSED = 8;
  private static final int SCOPE_TOO_LARGE = 9;

  private final CommitCodec commits;
  private final CommitCheck check;

  /**
   * @param check of the commits that are read
   */
  MessageCodec(CommitCodec commits, CommitCheck check) {
    this.commits = commits;
    this.check = check;
  }

  byte[] encode(Message message) {
    PackWriter writer = new PackWriter(1024);
    switch (message) {
      case Message.Hello hello -> {
        writer.integer(HELLO).integer(PROTOCOL_VERSION);
        writer.raw(sessionBytes(hello.session()), 0, SESSION_BYTES).bytes(hello.logId().bytes());
        writePosition(writer, hello.logEnd());
        writer.integer(hello.liveCount()).bytes(hello.stateHash());
        writer.integer(hello.refusals()).integer(hello.waitingCount());
        writeScope(writer, hello.scope());
        writeResolvers(writer, hello.resolvers());
        writer.bool(hello.isAnswer());
      }
      case Message.Resume resume -> {
        writer.integer(RESUME);
        writePosition(writer, resume.position());
      }
      case Message.Commits data -> {
        writer.integer(COMMITS);
        writePosition(writer, data.position());
        writeRuns(writer, data.commits());
      }
      case Message.Ack ack -> writer.integer(ACK).integer(ack.messages());
      case Message.Status status -> {
        writer.integer(STATUS);
        writePosition(writer, status.logEnd());
        writer.integer(status.liveCount()).bytes(status.stateHash());
        writer.integer(status.refusals()).integer(status.waitingCount());
        writer.bool(status.hasGiven()).bool(status.isAnswerWanted());
      }
      case Message.Ranges ranges -> {
        writer.integer(RANGES).bool(ranges.isFirst()).bool(ranges.isTotal()).bytes(ranges.ranges());
        writePositions(writer, ranges.wanted());
      }
      case Message.RangesAnswer answer -> writer.integer(RANGES_ANSWER).bytes(answer.ranges());
      case Message.ScopeTooLarge tooLarge -> writer.integer(SCOPE_TOO_LARGE);
      case Message.Refused refused -> {
        writer.integer(REFUSED);
        refused.keys().forEach(key -> writer.raw(key.bytes(), 0, CommitKey.LENGTH));
      }
    }
    return writer.toByteArray();
  }

  /**
   * @throws RejectedException when the bytes are no message of this protocol version
   */
  Message decode(byte[] bytes) {
    try {
      PackReader reader = new PackReader(bytes);
      Message message = read(reader);
      reader.requireEnd();
      return message;
    } catch (ValueException e) {
      throw new RejectedException("malformed-message", e.getMessage());
    }
  }

  private Message read(PackReader reader) {
    int type = reader.integer(HELLO, SCOPE_TOO_LARGE);
    return switch (type) {
      case HELLO -> {
        int version = reader.integer(0, Integer.MAX_VALUE);
        if (version != PROTOCOL_VERSION) {
          throw new RejectedException("unknown-version", "the peer speaks version " + version);
        }
        int session = readSession(reader);
        LogId logId = new LogId(reader.bytes(LogId.LENGTH));
        LogPosition end = requirePosition(reader);
        yield new Message.Hello(
            session,
            logId,
            end,
            reader.unsigned(),
            reader.bytes(CommitId.LENGTH),
            reader.unsigned(),
            reader.unsigned(),
            readScope(reader),
            readResolvers(reader),
            reader.bool());
      }
      case RESUME -> new Message.Resume(readPosition(reader));
      case COMMITS -> {
        LogPosition position = readPosition(reader);
        List<String> refusals = new ArrayList<>();
        yield new Message.Commits(position, readRuns(reader, refusals), refusals);
      }
      case ACK -> new Message.Ack(reader.integer(1, Integer.MAX_VALUE));
      case RANGES -> decodeRanges(reader);
      case RANGES_ANSWER -> new Message.RangesAnswer(readRanges(reader));
      case SCOPE_TOO_LARGE -> new Message.ScopeTooLarge();
      case REFUSED -> new Message.Refused(readKeys(reader));
      default ->
          new Message.Status(
              requirePosition(reader),
              reader.unsigned(),
              reader.bytes(CommitId.LENGTH),
              reader.unsigned(),
              reader.unsigned(),
              reader.bool(),
              reader.bool());
    };
  }

  private static byte[] sessionBytes(int session) {
    byte[] bytes = new byte[SESSION_BYTES];
    Octets.putInt(bytes, 0, session);
    return bytes;
  }

  private static int readSession(PackReader reader) {
    int session = Octets.intAt(reader.raw(SESSION_BYTES), 0);
    if (session == FrameCodec.NO_SESSION) {
      throw new RejectedException("malformed-message", "a session of number 0");
    }
    return session;
  }

  private static void writeScope(PackWriter writer, Scope scope) {
    if (scope == null) {
      writer.nil();
    } else {
      writer.bytes(PackWriter.pack(scope.toValue()));
    }
  }

  private static Scope readScope(PackReader reader) {
    if (reader.tryNil()) {
      return null;
    }
    byte[] bytes = reader.bytes();
    if (bytes.length > Scope.BYTES_MAX) {
      throw new RejectedException("malformed-message", "a scope of " + bytes.length + " bytes");
    }
    PackReader scope = new PackReader(bytes);
    try {
      Value value = scope.value();
      scope.requireEnd();
      return Scope.of(value);
    } catch (QueryException e) {
      throw new RejectedException("malformed-message", e.getMessage());
    }
  }

  private static void writeResolvers(PackWriter writer, Fields resolvers) {
    if (resolvers.isEmpty()) {
      writer.nil();
    } else {
      writer.bytes(PackWriter.pack(resolvers));
    }
  }

  private static Fields readResolvers(PackReader reader) {
    if (reader.tryNil()) {
      return Fields.EMPTY;
    }
    byte[] bytes = reader.bytes();
    PackReader inner = new PackReader(bytes);
    if (bytes.length > Resolvers.DECLARATION_BYTES_MAX
        || !(inner.value() instanceof Fields resolvers)
        || !inner.atEnd()
        || resolvers.isEmpty()
        || !resolvers.names().stream().allMatch(name -> isName(resolvers.get(name)))) {
      throw new RejectedException("malformed-message", "resolvers are names by field");
    }
    return resolvers;
  }

  private static boolean isName(Value value) {
    return value instanceof Value.Text name && !name.value().isEmpty();
  }

  private static List<CommitKey> readKeys(PackReader reader) {
    List<CommitKey> keys = new ArrayList<>();
    do {
      if (keys.size() == REFUSED_MAX) {
        throw new RejectedException("malformed-message", "more than " + REFUSED_MAX + " keys");
      }
      keys.add(new CommitKey(reader.raw(CommitKey.LENGTH)));
    } while (!reader.atEnd());
    return keys;
  }

  private static void writePosition(PackWriter writer, LogPosition position) {
    if (position == null) {
      writer.nil();
    } else {
      writer.integer(position.sequence()).raw(position.check(), 0, LogPosition.CHECK_LENGTH);
    }
  }

  private static LogPosition readPosition(PackReader reader) {
    return reader.tryNil() ? null : requirePosition(reader);
  }

  private static LogPosition requirePosition(PackReader reader) {
    return new LogPosition(reader.unsigned(), reader.raw(LogPosition.CHECK_LENGTH));
  }

  private static Message.Ranges decodeRanges(PackReader reader) {
    boolean isFirst = reader.bool();
    boolean isTotal = reader.bool();
    if (isTotal && !isFirst) {
      throw new RejectedException("malformed-message", "ranges of everything that are not first");
    }
    return new Message.Ranges(isFirst, isTotal, readRanges(reader), readPositions(reader));
  }

  private static byte[] readRanges(PackReader reader) {
    byte[] ranges = reader.bytes();
    if (ranges.length > RangeExchange.RANGES_BYTES_MAX) {
      throw new RejectedException("malformed-message", "ranges of " + ranges.length + " bytes");
    }
    return ranges;
  }

  /** Each as the number of those left out before it. */
  private static void writePositions(PackWriter writer, List<Integer> positions) {
    int next = 0;
    for (int position : positions) {
      writer.integer(position - next);
      next = position + 1;
    }
  }

  private static List<Integer> readPositions(PackReader reader) {
    List<Integer> positions = new ArrayList<>();
    int next = 0;
    while (!reader.atEnd()) {
      int position = next + reader.integer(0, POSITIONS_MAX - next);
      positions.add(position);
      next = position + 1;
    }
    return positions;
  }

  private static void writeRuns(PackWriter writer, List<VerifiedCommit> commits) {
    int start = 0;
    while (start < commits.size()) {
      int end = start + 1;
      while (end < commits.size() && continues(commits.get(end - 1), commits.get(end))) {
        end++;
      }
      writeRun(writer, commits.subList(start, end));
      start = end;
    }
  }

  private static boolean continues(VerifiedCommit before, VerifiedCommit after) {
    return before.id().equals(after.commit().prev())
        && after.commit().replica().equals(before.commit().replica())
        && after.commit().seq() == before.commit().seq() + 1
        && after.commit().hlc() > before.commit().hlc()
        && Arrays.equals(after.commit().author(), before.commit().author());
  }

  /**
   * {@code count, replica, seq, prev | nil, author | nil, hlc, then for each: hlc difference,
   * signature?, mutations}.
   */
  private static void writeRun(PackWriter writer, List<VerifiedCommit> run) {
    Commit first = run.get(0).commit();
    writer.integer(run.size()).raw(first.replica().bytes(), 0, ReplicaId.LENGTH);
    writer.integer(first.seq());
    writeOptional(writer, first.prev() == null ? null : first.prev().bytes());
    writeOptional(writer, first.author());
    long hlc = first.hlc();
    writer.integer(hlc);
    for (VerifiedCommit commit : run) {
      writer.integer(commit.commit().hlc() - hlc);
      hlc = commit.commit().hlc();
      if (first.author() != null) {
        writer.bytes(commit.signature());
      }
      int offset = commit.mutationsOffset();
      writer.raw(commit.body(), offset, commit.body().length - offset);
    }
  }

  private static void writeOptional(PackWriter writer, byte[] bytes) {
    if (bytes == null) {
      writer.nil();
    } else {
      writer.bytes(bytes);
    }
  }

  private List<VerifiedCommit> readRuns(PackReader reader, List<String> refusals) {
    List<ReceivedCommit> received = new ArrayList<>();
    while (!reader.atEnd()) {
      readRun(reader, received);
    }
    return check.verify(received, refusals);
  }

  private void readRun(PackReader reader, List<ReceivedCommit> received) {
    int count = reader.integer(1, COMMITS_MAX - received.size());
    ReplicaId replica = new ReplicaId(reader.raw(ReplicaId.LENGTH));
    long seq = reader.unsigned();
    CommitId prev = reader.tryNil() ? null : new CommitId(reader.bytes(CommitId.LENGTH));
    byte[] author = reader.tryNil() ? null : reader.bytes(Commit.AUTHOR_LENGTH);
    long hlc = reader.unsigned();
    for (int i = 0; i < count; i++) {
      hlc += reader.unsigned();
      byte[] signature = author == null ? null : reader.bytes();
      Commit header = new Commit(replica, seq, hlc, author, prev, List.of());
      ReceivedCommit commit = commits.rebuild(header, reader, signature);
      received.add(commit);
      seq++;
      prev = commit.id();
    }
  }
}
