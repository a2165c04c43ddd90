package dev.hyphadb.simulation.negentropy;

import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.commit.Sha256;
import dev.hyphadb.core.sync.range.ListRangeSet;
import dev.hyphadb.core.sync.range.ListedRange;
import dev.hyphadb.core.sync.range.RangeBound;
import dev.hyphadb.core.sync.range.RangeItem;
import dev.hyphadb.core.sync.range.RangeMessage;
import dev.hyphadb.core.sync.range.RangeReconciliation;
import dev.hyphadb.core.sync.range.RangeSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code item,<timestamp>,<id>}, {@code seal}, {@code initiate} and {@code msg,<hex>}, one a
 * line; answers with {@code have,<id>}, {@code need,<id>}, {@code msg,<hex>} and {@code done}. The
 * environment variable {@code FRAMESIZELIMIT} sets the frame limit. Ends with 1 at anything else.
 */
public final class Main {
  private final PrintStream output;
  private final int frameBytesMax;
  private final TreeSet<RangeItem> items = new TreeSet<>();
  private RangeSet set;
  private RangeReconciliation reconciliation;
  private boolean isInitiator;

  private Main(PrintStream output, int frameBytesMax) {
    this.output = output;
    this.frameBytesMax = frameBytesMax;
  }

  public static void main(String[] arguments) throws IOException {
    String limit = System.getenv().getOrDefault("FRAMESIZELIMIT", "0");
    Main main = new Main(System.out, Integer.parseInt(limit));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      try {
        main.take(line.strip().split(",", -1));
      } catch (RuntimeException e) {
        System.err.println("\"" + line + "\": " + e.getMessage());
        System.exit(1);
      }
      main.output.flush();
    }
  }

  private void take(String[] words) {
    switch (words[0]) {
      case "item" -> {
        if (!items.add(new RangeItem(Long.parseUnsignedLong(words[1]), Hex.decode(words[2])))) {
          throw new IllegalArgumentException("the same item twice");
        }
      }
      case "seal" -> {
        Sha256 sha256 = Main::sha256;
        set = new ListRangeSet(items);
        reconciliation = new RangeReconciliation(set, sha256, frameBytesMax);
      }
      case "initiate" -> {
        isInitiator = true;
        say(reconciliation.initiate());
      }
      case "msg" -> message(Hex.decode(words[1]));
      default -> throw new IllegalArgumentException("no such command");
    }
  }

  private void message(byte[] message) {
    if (!isInitiator) {
      say(reconciliation.answer(message));
      return;
    }
    RangeReconciliation.Step step = reconciliation.advance(RangeMessage.decode(message));
    for (ListedRange range : step.listed()) {
      Set<RangeItem> shared = new HashSet<>(range.shared());
      for (int i = set.lowerBound(range.from(), 0); i < end(range.to()); i++) {
        if (!shared.contains(set.item(i))) {
          output.println("have," + Hex.encode(set.item(i).id()));
        }
      }
      range.missing().forEach(id -> output.println("need," + Hex.encode(id)));
    }
    if (step.message() == null) {
      output.println("done");
    } else {
      say(step.message());
    }
  }

  private int end(RangeBound bound) {
    return bound.equals(RangeBound.INFINITY) ? set.size() : set.lowerBound(bound, 0);
  }

  private void say(byte[] message) {
    if (frameBytesMax != 0 && message.length > frameBytesMax) {
      throw new IllegalStateException("a message of " + message.length + " bytes");
    }
    output.println("msg," + Hex.encode(message));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
