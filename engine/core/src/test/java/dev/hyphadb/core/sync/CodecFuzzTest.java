package dev.hyphadb.core.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.commit.Commit;
import dev.hyphadb.core.commit.CommitCheck;
import dev.hyphadb.core.commit.CommitCodec;
import dev.hyphadb.core.commit.CommitId;
import dev.hyphadb.core.commit.Mutation;
import dev.hyphadb.core.commit.ReplicaId;
import dev.hyphadb.core.commit.VerifiedCommit;
import dev.hyphadb.core.value.Octets;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.RandomValues;
import dev.hyphadb.core.value.ValueException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Hostile bytes: only the documented exception leaves a codec, and what is accepted is canonical.
 */
class CodecFuzzTest {
  private static final CommitCodec COMMITS = new CommitCodec(CodecFuzzTest::sha256);
  private static final int SESSION = 0x51234567;
  private static final MessageCodec MESSAGES = new MessageCodec(COMMITS, CommitCheck.unsigned());

  @Test
  void damagedCommits() {
    int accepted = 0;
    for (long seed = 0; seed < 6_000; seed++) {
      Random random = new Random(seed);
      byte[] body = damaged(chain(random, 1).get(0).body(), random);
      try {
        VerifiedCommit read = COMMITS.decode(body, null);
        assertArrayEquals(body, COMMITS.seal(read.commit()).body(), "seed " + seed);
        accepted++;
      } catch (ValueException e) {
        assertTrue(!e.code().isEmpty(), "seed " + seed);
      }
    }
    assertTrue(accepted > 100, accepted + " accepted");
  }

  @Test
  void damagedMessages() {
    int accepted = 0;
    for (long seed = 0; seed < 6_000; seed++) {
      Random random = new Random(seed);
      LogPosition position = new LogPosition(random.nextInt(1000), new byte[8]);
      Message.Commits message = new Message.Commits(position, chain(random, 1 + random.nextInt(3)));
      byte[] bytes = damaged(MESSAGES.encode(message), random);
      try {
        MESSAGES.encode(MESSAGES.decode(bytes));
        accepted++;
      } catch (RejectedException e) {
        assertTrue(!e.reason().isEmpty(), "seed " + seed);
      }
    }
    assertTrue(accepted > 100, accepted + " accepted");
  }

  @Test
  void randomMessagesAndFrames() {
    FrameCodec frames = new FrameCodec();
    for (long seed = 0; seed < 40_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(7);
      }
      try {
        MESSAGES.decode(bytes);
      } catch (RejectedException e) {
        assertTrue(!e.reason().isEmpty(), "seed " + seed);
      }
      try {
        frames.accept(bytes);
      } catch (RejectedException e) {
        assertTrue(!e.reason().isEmpty(), "seed " + seed);
      }
    }
  }

  @Test
  void messagesOfEverySizeArrive() {
    long seed = 5;
    Random random = new Random(seed);
    FrameCodec receiver = new FrameCodec();
    long sent = 0;
    int full = FrameCodec.FRAME_BYTES_MAX - FrameCodec.HEADER_BYTES;
    for (int size : new int[] {0, 1, 255, 256, full - 1, full, full + 1, 2 * full, 1 << 20}) {
      byte[] message = new byte[size];
      random.nextBytes(message);
      byte[] received = null;
      for (byte[] frame : FrameCodec.toFrames(message, SESSION, sent)) {
        sent++;
        assertTrue(received == null && frame.length <= FrameCodec.FRAME_BYTES_MAX);
        received = receiver.accept(frame);
      }
      assertArrayEquals(message, received, "size " + size + ", seed " + seed);
    }
  }

  @Test
  void aMessageThatInflatesTooFarIsRejected() {
    byte[] zeros = new byte[FrameCodec.MESSAGE_BYTES_MAX + 1];
    List<byte[]> frames = FrameCodec.toFrames(zeros, SESSION, 0);
    assertTrue(frames.size() == 1 && frames.get(0).length < 10_000);
    FrameCodec receiver = new FrameCodec();
    assertEquals("oversized-message", reasonOf(() -> receiver.accept(frames.get(0))));
  }

  /** Many tiny frames of one message must not be copied over and over: this would take hours. */
  @Test
  void aMessageInTinyFramesIsGatheredInLinearTimeUpToTheLimit() {
    FrameCodec receiver = new FrameCodec();
    byte[] tiny = {FrameCodec.MORE, 0, 0, 0, 1, 0, 0, 7};
    String reason = null;
    int sent = 0;
    for (; sent <= FrameCodec.MESSAGE_BYTES_MAX && reason == null; sent++) {
      Octets.putShort(tiny, 5, sent);
      reason = reasonOf(() -> receiver.accept(tiny));
    }
    assertEquals("oversized-message", reason);
    byte[] whole = {0, 0, 0, 0, 1, 0, 0, 9};
    Octets.putShort(whole, 5, sent);
    assertArrayEquals(new byte[] {9}, receiver.accept(whole));
  }

  @Test
  void aMessageOfCountlessCommitsIsRejected() {
    List<VerifiedCommit> chain = chain(new Random(1), MessageCodec.COMMITS_MAX + 1);
    List<VerifiedCommit> most = chain.subList(0, MessageCodec.COMMITS_MAX);
    byte[] fits = MESSAGES.encode(new Message.Commits(null, most));
    assertEquals(most.size(), ((Message.Commits) MESSAGES.decode(fits)).commits().size());
    byte[] tooMany = MESSAGES.encode(new Message.Commits(null, chain));
    assertEquals("malformed-message", reasonOf(() -> MESSAGES.decode(tooMany)));
    // The same in single runs.
    PackWriter writer = new PackWriter().raw(fits, 0, fits.length);
    byte[] one = MESSAGES.encode(new Message.Commits(null, chain.subList(0, 1)));
    byte[] inRuns = writer.raw(one, 2, one.length - 2).toByteArray();
    assertEquals("malformed-message", reasonOf(() -> MESSAGES.decode(inRuns)));
  }

  private static String reasonOf(Runnable action) {
    try {
      action.run();
      return null;
    } catch (RejectedException e) {
      return e.reason();
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    if (random.nextInt(10) > 0) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(10) > 0
        ? damaged
        : Arrays.copyOf(damaged, random.nextInt(damaged.length + 20));
  }

  private static List<VerifiedCommit> chain(Random random, int length) {
    byte[] replica = new byte[ReplicaId.LENGTH];
    random.nextBytes(replica);
    List<VerifiedCommit> chain = new ArrayList<>();
    CommitId prev = null;
    for (int i = 0; i < length; i++) {
      Mutation mutation =
          length > 10
              ? new Mutation.Remove("a")
              : new Mutation.Set("n", new RandomValues(random).fields(), List.of());
      Commit commit =
          new Commit(
              new ReplicaId(replica),
              i + 1,
              1000 + i,
              null,
              prev,
              List.of(mutation, new Mutation.Link("a", "b")));
      chain.add(COMMITS.seal(commit));
      prev = chain.get(i).id();
    }
    return chain;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
