package dev.hyphadb.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.hyphadb.benchmarks.Report.Target;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.RandomBytes;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.ReplicaOptions;
import dev.hyphadb.core.access.AccessPolicy;
import dev.hyphadb.core.access.Address;
import dev.hyphadb.core.access.Roles;
import dev.hyphadb.core.access.Security;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.store.MemoryStore;
import dev.hyphadb.core.store.Store;
import dev.hyphadb.core.sync.Inbound;
import dev.hyphadb.core.sync.PeerId;
import dev.hyphadb.core.sync.Sessions;
import dev.hyphadb.jvm.crypto.AccountKey;
import dev.hyphadb.jvm.crypto.EcdsaVerifier;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.storage.StorageOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Signed commits from a peer's frames to a durable store: reassembled, inflated, verified on one
 * thread and those that help it, and authorised, merged and written on another, as the library does
 * it for a connection. The frames were recorded before, so that the sender costs nothing.
 */
final class IngestBenchmark {
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 9;

  /** What the library's owner lets share a flush. */
  private static final int ROUND_COMMITS = 1_024;

  /** What the measures are asked for on. */
  private static final int PROCESSORS = 2;

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final PeerId PEER = new PeerId("1".repeat(64));
  private static final long NOW_MILLIS = 1_700_000_000_000L;
  private static final long ROUND_NANOS_MAX = 300_000_000_000L;

  private IngestBenchmark() {}

  static void run(Report report) throws Exception {
    AccountKey admin = AccountKey.generate();
    Security security = security(admin);
    compare(report, security, "signed single mutations", 20_000, 1, "commits/s", 20_000);
    compare(report, security, "signed batches of 32", 64_000, 32, "mutations/s", 60_000);
  }

  private static Security security(AccountKey admin) {
    AccessPolicy policy = new AccessPolicy(Set.of(new Address(admin.address())), Roles.DEFAULTS);
    return new Security("bench", policy, new EcdsaVerifier(), admin);
  }

  private static void compare(
      Report report,
      Security security,
      String name,
      int mutations,
      int perCommit,
      String unit,
      double least)
      throws Exception {
    List<byte[]> frames = record(security, mutations, perCommit);
    List<Double> rates = new ArrayList<>();
    List<Double> verifying = new ArrayList<>();
    List<Double> merging = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    List<Double> allowed = new ArrayList<>();
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      report.progress(name, round, ROUNDS);
      Taken taken = take(security, frames, mutations);
      if (round >= 0) {
        rates.add(mutations * 1e9 / taken.elapsedNanos());
        verifying.add(taken.verifyingNanos() * perCommit / 1e3 / mutations);
        merging.add(taken.mergingNanos() * perCommit / 1e3 / mutations);
        whole.add(taken.processNanos() * perCommit / 1e3 / mutations);
        allowed.add(PROCESSORS * mutations * 1e9 / taken.processNanos());
      }
    }
    report.row(name, unit, rates, Target.atLeast(least));
    report.row("  what the processor time of two would allow", unit, allowed);
    report.row("  processor time a commit", "us", whole);
    report.row("  of it where frames arrive, which others help", "us", verifying);
    report.row("  of it where commits are merged and stored", "us", merging);
  }

  private record Taken(
      long elapsedNanos, long processNanos, long verifyingNanos, long mergingNanos) {}

  /** What the sender says to a peer that has nothing. */
  private static List<byte[]> record(Security security, int mutations, int perCommit)
      throws Exception {
    Replica sender = open(new MemoryStore(), security, 1);
    for (int done = 0; done < mutations; done += perCommit) {
      List<Operation> batch = new ArrayList<>(perCommit);
      for (int i = 0; i < perCommit; i++) {
        batch.add(Person.put(done + i));
      }
      sender.submit(batch, NOW_MILLIS);
    }
    sender.flush(NOW_MILLIS);
    Replica receiver = open(new MemoryStore(), security, 2);
    sender.connect(PEER);
    receiver.connect(PEER);
    List<byte[]> frames = new ArrayList<>();
    while (receiver.status().nodes() < mutations) {
      for (Sessions.Outgoing outgoing : receiver.flush(NOW_MILLIS).outgoing()) {
        sender.receive(PEER, outgoing.frame(), NOW_MILLIS);
      }
      for (Sessions.Outgoing outgoing : sender.flush(NOW_MILLIS).outgoing()) {
        frames.add(outgoing.frame());
        receiver.receive(PEER, outgoing.frame(), NOW_MILLIS);
      }
    }
    return frames;
  }

  private static Taken take(Security security, List<byte[]> frames, int mutations)
      throws Exception {
    Path directory = Directories.temporary();
    try (Store store = Storage.open(directory, StorageOptions.defaults())) {
      Replica replica = open(store, security, 2);
      Sha256 sha256 = sha256();
      Inbound inbound = new Inbound(sha256, Security.check(security, sha256));
      replica.connect(PEER, inbound);
      replica.flush(NOW_MILLIS);
      BlockingQueue<Inbound.Received> arrived = new LinkedBlockingQueue<>();
      Sample[] verifying = new Sample[1];
      long before = PROCESS.getProcessCpuTime();
      Thread network =
          Thread.ofPlatform()
              .unstarted(() -> verifying[0] = sample(() -> verify(inbound, frames, arrived)));
      Sample merging =
          Sample.of(() -> {
            network.start();
            merge(replica, arrived, mutations);
          });
      network.join();
      long process = PROCESS.getProcessCpuTime() - before;
      return new Taken(
          merging.elapsedNanos(), process, verifying[0].processorNanos(), merging.processorNanos());
    } finally {
      Directories.delete(directory);
    }
  }

  private static Sample sample(Sample.Run run) {
    try {
      return Sample.of(run);
    } catch (Exception e) {
      throw new IllegalStateException("frames could not be verified", e);
    }
  }

  private static void verify(
      Inbound inbound, List<byte[]> frames, BlockingQueue<Inbound.Received> arrived) {
    for (byte[] frame : frames) {
      Inbound.Received received = inbound.receive(frame);
      if (received != null) {
        arrived.add(received);
      }
    }
  }

  private static void merge(Replica replica, BlockingQueue<Inbound.Received> arrived, int mutations)
      throws InterruptedException {
    long startNanos = System.nanoTime();
    while (replica.status().nodes() < mutations) {
      replica.receive(PEER, arrived.take(), NOW_MILLIS);
      // The greetings one by one, as they are answered; then like the library's owner.
      boolean hasBegun = replica.unflushedCommits() > 0;
      Inbound.Received next = hasBegun ? arrived.poll() : null;
      while (next != null) {
        replica.receive(PEER, next, NOW_MILLIS);
        next = replica.unflushedCommits() < ROUND_COMMITS ? arrived.poll() : null;
      }
      replica.flush(NOW_MILLIS);
      boolean isLate = System.nanoTime() - startNanos > ROUND_NANOS_MAX;
      if (isLate || !replica.status().rejections().isEmpty()) {
        throw new IllegalStateException("not everything was taken: " + replica.status());
      }
    }
  }

  private static Replica open(Store store, Security security, int seed) throws Exception {
    RandomBytes random =
        count -> {
          byte[] bytes = new byte[count];
          Arrays.fill(bytes, (byte) seed);
          return bytes;
        };
    return Replica.open(store, ReplicaOptions.DEFAULTS, security, sha256(), random);
  }

  private static Sha256 sha256() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return digest::digest;
  }
}
