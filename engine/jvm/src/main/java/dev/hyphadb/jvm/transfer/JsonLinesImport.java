package dev.hyphadb.jvm.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hyphadb.core.Operation;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.value.ValueException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads lines and submits what they say in batches, each one commit. Ends at the first line that
 * cannot be taken: the batches before the one it belongs to are applied, nothing else is.
 */
public final class JsonLinesImport {
  private static final int BATCH_OPERATIONS_MAX = 1000;

  /** In text; packed it may be two and a half times as long, which a commit still takes. */
  private static final int BATCH_BYTES_MAX = 1 << 20;

  /** The largest value in the longest escapes, and the edges of a line. */
  private static final int LINE_BYTES_MAX = 64 << 20;

  private final Consumer<List<Operation>> submit;
  private final List<Operation> batch = new ArrayList<>();
  private int batchBytes;
  private long line;
  private long linesApplied;
  private long nodes;
  private long edges;

  private JsonLinesImport(Consumer<List<Operation>> submit) {
    this.submit = submit;
  }

  /**
   * Imports everything.
   *
   * @param bytesExpected length of the input
   * @param submit does operations as one commit
   * @param progress told of bytes
   * @throws ImportException for the first line that is not as it must be
   */
  public static TransferReport read(
      InputStream input, long bytesExpected, Consumer<List<Operation>> submit, Progress progress)
      throws IOException {
    JsonLinesImport work = new JsonLinesImport(submit);
    BufferedInputStream buffered = new BufferedInputStream(input, 1 << 16);
    long bytes = 0;
    byte[] next;
    while ((next = work.nextLine(buffered)) != null) {
      bytes += next.length + 1L;
      if (work.take(next)) {
        progress.at(Math.min(bytes, bytesExpected), bytesExpected);
      }
    }
    work.flush();
    progress.at(bytesExpected, bytesExpected);
    return new TransferReport(work.nodes, work.edges, 0);
  }

  /** Without its end; {@code null} after the last. */
  private byte[] nextLine(InputStream input) throws IOException {
    int next = input.read();
    if (next < 0) {
      return null;
    }
    line++;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    while (next >= 0 && next != '\n') {
      if (bytes.size() >= LINE_BYTES_MAX) {
        throw fault("it has more than " + LINE_BYTES_MAX + " bytes");
      }
      bytes.write(next);
      next = input.read();
    }
    return bytes.toByteArray();
  }

  /** Returns whether a batch was submitted. */
  private boolean take(byte[] text) {
    NodeLine parsed;
    try {
      parsed = NodeLine.parse(text);
    } catch (JsonProcessingException e) {
      throw fault("it is not JSON (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw fault("it is not JSON in UTF-8");
    } catch (ValueException e) {
      throw fault(e.getMessage());
    }
    if (parsed == null) {
      return false;
    }
    List<Operation> operations = parsed.operations();
    boolean isFull =
        batch.size() + operations.size() > BATCH_OPERATIONS_MAX
            || batchBytes + text.length > BATCH_BYTES_MAX;
    if (isFull) {
      flush(line - 1);
    }
    nodes += parsed.value() == null ? 0 : 1;
    edges += parsed.edges().size();
    batch.addAll(operations);
    batchBytes += text.length;
    if (batchBytes > BATCH_BYTES_MAX || batch.size() > BATCH_OPERATIONS_MAX) {
      submitInParts();
    }
    return isFull;
  }

  /** One line that is a batch of its own: its value apart from its edges. */
  private void submitInParts() {
    List<Operation> all = List.copyOf(batch);
    for (int from = 0; from < all.size(); ) {
      int to =
          all.get(from) instanceof Operation.Put
              ? from + 1
              : Math.min(all.size(), from + BATCH_OPERATIONS_MAX);
      batch.clear();
      batch.addAll(all.subList(from, to));
      flush(line);
      from = to;
    }
  }

  private void flush() {
    flush(line);
  }

  private void flush(long lastLine) {
    if (!batch.isEmpty()) {
      try {
        submit.accept(batch);
      } catch (ValueException e) {
        throw fault(e.getMessage());
      }
      batch.clear();
      batchBytes = 0;
    }
    linesApplied = lastLine;
  }

  private ImportException fault(String problem) {
    return new ImportException(line, linesApplied, problem);
  }
}
