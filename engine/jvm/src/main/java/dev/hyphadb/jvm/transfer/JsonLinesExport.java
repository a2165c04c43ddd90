package dev.hyphadb.jvm.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.hyphadb.core.graph.GraphReader;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.jvm.json.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.function.ToLongFunction;

/** Writes every node that a reader shows, in the order of ids. */
public final class JsonLinesExport {
  /** Beyond this a node goes on in another line, which keeps lines within what imports take. */
  static final int EDGES_OF_LINE_MAX = 1000;

  private static final int PROGRESS_NODES = 256;

  private final JsonGenerator generator;
  private final Progress progress;
  private final long nodesExpected;
  private long nodes;
  private long edges;

  private JsonLinesExport(JsonGenerator generator, Progress progress, long nodesExpected) {
    this.generator = generator;
    this.progress = progress;
    this.nodesExpected = nodesExpected;
  }

  /**
   * Writes the nodes; the writer stays open and is flushed.
   *
   * @param progress told of nodes
   */
  public static TransferReport write(
      GraphReader reader, long nodesExpected, Writer writer, Progress progress) throws IOException {
    return write(
        nodesExpected,
        writer,
        progress,
        export -> {
          reader.forEach(export::node);
          return 0;
        });
  }

  /**
   * Writes those nodes of a damaged store that can be read; otherwise like {@link #write}.
   *
   * @return with the number of places where something could not be read
   */
  public static TransferReport writeReadable(GraphReader reader, Writer writer, Progress progress)
      throws IOException {
    return write(0, writer, progress, export -> reader.forEachReadable(export::node));
  }

  private static TransferReport write(
      long nodesExpected, Writer writer, Progress progress, ToLongFunction<JsonLinesExport> nodes)
      throws IOException {
    JsonGenerator generator =
        JsonValues.factory(Integer.MAX_VALUE)
            .createGenerator(writer)
            .setRootValueSeparator(new SerializedString("\n"))
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    JsonLinesExport export = new JsonLinesExport(generator, progress, nodesExpected);
    long gaps;
    try (generator) {
      gaps = nodes.applyAsLong(export);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (export.nodes > 0) {
      writer.write('\n');
    }
    writer.flush();
    progress.at(export.nodes, export.nodes);
    return new TransferReport(export.nodes, export.edges, gaps);
  }

  private boolean node(Node node) {
    try {
      List<String> all = node.edges();
      int from = 0;
      do {
        int to = Math.min(all.size(), from + EDGES_OF_LINE_MAX);
        line(node, from == 0, all.subList(from, to));
        from = to;
      } while (from < all.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    nodes++;
    edges += node.edges().size();
    if (nodes % PROGRESS_NODES == 0) {
      progress.at(nodes, nodesExpected);
    }
    return true;
  }

  private void line(Node node, boolean isFirst, List<String> some) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("id", node.id());
    if (isFirst) {
      generator.writeFieldName("value");
      JsonValues.write(node.value(), generator);
    }
    generator.writeArrayFieldStart("edges");
    for (String edge : some) {
      generator.writeString(edge);
    }
    generator.writeEndArray();
    generator.writeEndObject();
  }
}
