package dev.hyphadb.core.commit;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PackReader;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.ValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Commits from and to their canonical bytes (docs/protocol/commits.md):
 *
 * <pre>[version, replica, seq, hlc, author | nil, prev | nil, [mutation, ...]]</pre>
 *
 * A mutation is {@code [0, node, {field: value}]}, {@code [0, node, {field: value}, [unset, ...]]},
 * {@code [1, node]}, {@code [2, from, to]} or {@code [3, from, to]}.
 *
 * <p>Keeps its buffer, so one thread at a time.
 */
public final class CommitCodec {
  static final int VERSION = 1;

  private static final int SET = 0;
  private static final int REMOVE = 1;
  private static final int LINK = 2;
  private static final int UNLINK = 3;

  /** A writer that grew beyond this is not kept for the next commit. */
  private static final int KEPT_BYTES_MAX = 1 << 18;

  private static final int KEPT_SPANS_MAX = 1 << 12;

  private final Sha256 sha256;
  private PackWriter writer = new PackWriter(4096);

  /** Where the fields of each mutation start and end, of the commit that is being made. */
  private int[] fieldSpans = new int[16];

  public CommitCodec(Sha256 sha256) {
    this.sha256 = sha256;
  }

  /**
   * Gives a commit of this replica its bytes and id.
   *
   * @throws ValueException {@code commit-too-large}, or what is wrong with a value
   */
  public VerifiedCommit seal(Commit commit) {
    writeHeader(writer.reset(), commit);
    int mutationsOffset = writer.length();
    writeMutations(writer, commit.mutations());
    return finish(commit, mutationsOffset, null);
  }

  /**
   * Rebuilds a commit from its header and the bytes of its mutations, as it travels.
   *
   * @param header the commit without mutations
   * @param reader stands before the list of mutations, and behind it afterwards
   * @throws ValueException when these bytes are no mutations or exceed the limits
   */
  public ReceivedCommit rebuild(Commit header, PackReader reader, byte[] signature) {
    int start = reader.position();
    List<Mutation> list = readMutations(reader);
    int end = reader.position();
    Commit commit =
        new Commit(
            header.replica(), header.seq(), header.hlc(), header.author(), header.prev(), list);
    writeHeader(writer.reset(), commit);
    int mutationsOffset = writer.length();
    writer.raw(reader.source(), start, end - start);
    moveSpans(list.size(), mutationsOffset - start);
    return new ReceivedCommit(finish(commit, mutationsOffset, signature));
  }

  private VerifiedCommit finish(Commit commit, int mutationsOffset, byte[] signature) {
    byte[] body = writer.toByteArray();
    if (body.length > KEPT_BYTES_MAX) {
      writer = new PackWriter(4096);
    }
    requireWithinLimit(body.length);
    return verified(commit, body, mutationsOffset, signature);
  }

  private VerifiedCommit verified(
      Commit commit, byte[] body, int mutationsOffset, byte[] signature) {
    int[] spans = Arrays.copyOf(fieldSpans, 2 * commit.mutations().size());
    if (fieldSpans.length > KEPT_SPANS_MAX) {
      fieldSpans = new int[16];
    }
    CommitId id = new CommitId(sha256.hash(body));
    return new VerifiedCommit(commit, id, body, mutationsOffset, spans, signature);
  }

  private void noteSpan(int mutation, int from, int to) {
    if (fieldSpans.length < 2 * mutation + 2) {
      fieldSpans = Arrays.copyOf(fieldSpans, Math.max(2 * mutation + 2, 2 * fieldSpans.length));
    }
    fieldSpans[2 * mutation] = from;
    fieldSpans[2 * mutation + 1] = to;
  }

  private void moveSpans(int mutations, int distance) {
    for (int i = 0; i < Math.min(2 * mutations, fieldSpans.length); i++) {
      fieldSpans[i] += distance;
    }
  }

  /**
   * Reads a whole commit.
   *
   * @throws ValueException when the bytes are not the canonical form of a commit within the limits
   */
  public VerifiedCommit decode(byte[] body, byte[] signature) {
    requireWithinLimit(body.length);
    PackReader reader = new PackReader(body);
    reader.arrayHeader(7);
    int version = reader.integer(0, Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new ValueException("unknown-version", "", "commit of version " + version);
    }
    ReplicaId replica = new ReplicaId(reader.bytes(ReplicaId.LENGTH));
    long seq = reader.unsigned();
    long hlc = reader.unsigned();
    byte[] author = reader.tryNil() ? null : reader.bytes(Commit.AUTHOR_LENGTH);
    CommitId prev = reader.tryNil() ? null : new CommitId(reader.bytes(CommitId.LENGTH));
    int mutationsOffset = reader.position();
    List<Mutation> mutations = readMutations(reader);
    reader.requireEnd();
    Commit commit = new Commit(replica, seq, hlc, author, prev, mutations);
    return verified(commit, body, mutationsOffset, signature);
  }

  private static void requireWithinLimit(int bytes) {
    if (bytes > CommitLimits.BODY_BYTES_MAX) {
      throw new ValueException(
          "commit-too-large",
          "",
          "a commit has at most " + CommitLimits.BODY_BYTES_MAX + " bytes, this one " + bytes);
    }
  }

  private static void writeHeader(PackWriter writer, Commit commit) {
    writer.arrayHeader(7).integer(VERSION).bytes(commit.replica().bytes());
    writer.integer(commit.seq()).integer(commit.hlc());
    if (commit.author() == null) {
      writer.nil();
    } else {
      writer.bytes(commit.author());
    }
    if (commit.prev() == null) {
      writer.nil();
    } else {
      writer.bytes(commit.prev().bytes());
    }
  }

  private void writeMutations(PackWriter writer, List<Mutation> mutations) {
    if (mutations.isEmpty() || mutations.size() > CommitLimits.MUTATIONS_MAX) {
      throw new ValueException(
          "commit-too-large",
          "",
          "a commit has 1 to "
              + CommitLimits.MUTATIONS_MAX
              + " mutations, not "
              + mutations.size());
    }
    writer.arrayHeader(mutations.size());
    for (int i = 0; i < mutations.size(); i++) {
      switch (mutations.get(i)) {
        case Mutation.Set set -> writeSet(writer, set, i);
        case Mutation.Remove remove -> writer.arrayHeader(2).integer(REMOVE).text(remove.node());
        case Mutation.Link link ->
            writer.arrayHeader(3).integer(LINK).text(link.node()).text(link.to());
        case Mutation.Unlink unlink ->
            writer.arrayHeader(3).integer(UNLINK).text(unlink.node()).text(unlink.to());
      }
    }
  }

  private void writeSet(PackWriter writer, Mutation.Set set, int position) {
    boolean unsets = !set.unset().isEmpty();
    writer.arrayHeader(unsets ? 4 : 3).integer(SET).text(set.node());
    int from = writer.length();
    writer.value(set.fields());
    noteSpan(position, from, writer.length());
    if (unsets) {
      writer.arrayHeader(set.unset().size());
      set.unset().forEach(writer::text);
    }
  }

  private List<Mutation> readMutations(PackReader reader) {
    int size = reader.arrayHeader();
    if (size == 0 || size > CommitLimits.MUTATIONS_MAX) {
      throw new ValueException("commit-too-large", "", "a commit of " + size + " mutations");
    }
    List<Mutation> mutations = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      mutations.add(readMutation(reader, i));
    }
    return mutations;
  }

  private Mutation readMutation(PackReader reader, int position) {
    int size = reader.arrayHeader();
    int kind = reader.integer(SET, UNLINK);
    boolean fits = kind == SET ? size == 3 || size == 4 : size == (kind == REMOVE ? 2 : 3);
    if (!fits) {
      throw new ValueException(
          "wrong-length", "", "a mutation of kind " + kind + " and size " + size);
    }
    String node = reader.text();
    return switch (kind) {
      case SET -> {
        int from = reader.position();
        Fields fields = reader.fields();
        noteSpan(position, from, reader.position());
        yield new Mutation.Set(node, fields, size == 4 ? readUnset(reader) : List.of());
      }
      case REMOVE -> new Mutation.Remove(node);
      case LINK -> new Mutation.Link(node, reader.text());
      default -> new Mutation.Unlink(node, reader.text());
    };
  }

  private static List<String> readUnset(PackReader reader) {
    int size = reader.arrayHeader();
    if (size == 0) {
      throw new ValueException("not-canonical", "", "an empty list of removed fields is left out");
    }
    List<String> unset = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      unset.add(reader.text());
    }
    return unset;
  }
}
