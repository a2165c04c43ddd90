package dev.hyphadb.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.query.Explanation;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.time.Timestamp;
import dev.hyphadb.core.value.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the API answers, as it is written to JSON and MessagePack. */
final class Views {
  private Views() {}

  @Schema(
      name = "Timestamp",
      description = "Hybrid logical clock: milliseconds since 1970 and a counter")
  public record TimestampView(long physical, int logical) {
    static TimestampView of(Timestamp timestamp) {
      return new TimestampView(timestamp.physical(), timestamp.logical());
    }
  }

  @Schema(name = "Node", description = "A node of the graph")
  public record NodeView(
      String id,
      @Schema(
              type = SchemaType.OBJECT,
              description = "Field to value; bytes are {\"$bytes\": base64} in JSON")
          Fields value,
      @Schema(description = "Ids of the nodes that it links to") List<String> edges,
      TimestampView timestamp) {
    static NodeView of(Node node) {
      return new NodeView(
          node.id(), node.value(), node.edges(), TimestampView.of(node.timestamp()));
    }
  }

  @Schema(name = "NodeId")
  public record IdView(String id) {}

  @Schema(
      name = "NodeIds",
      description = "For each operation the id of its node; of an edge, where it starts")
  public record IdsView(List<String> ids) {}

  @Schema(name = "Explanation", description = "How a query was answered")
  public record ExplanationView(
      String plan, long entriesExamined, long nodesExamined, int results, double millis) {
    static ExplanationView of(Explanation how) {
      return new ExplanationView(
          how.plan(), how.entriesExamined(), how.nodesExamined(), how.results(), how.millis());
    }
  }

  @Schema(name = "Results")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ResultsView(
      List<NodeView> results,
      @Schema(description = "With explain: true") ExplanationView explanation,
      @Schema(
              type = SchemaType.OBJECT,
              description = "The options that a prompt was understood to mean; only with a prompt")
          Fields understood) {
    static ResultsView of(List<Node> nodes, ExplanationView explanation, Fields understood) {
      return new ResultsView(nodes.stream().map(NodeView::of).toList(), explanation, understood);
    }
  }

  @Schema(name = "Index")
  public record IndexView(
      @Schema(description = "ordered, words or places") String kind,
      List<String> fields,
      @Schema(description = "Made because queries kept asking") boolean automatic,
      @Schema(description = "Whether queries use it already") boolean ready,
      long nodesBuilt) {
    static IndexView of(IndexStatus status) {
      return new IndexView(
          status.definition().kind().name().toLowerCase(Locale.ROOT),
          status.definition().fields(),
          status.isAutomatic(),
          status.isReady(),
          status.nodesBuilt());
    }
  }

  @Schema(name = "Indexes")
  public record IndexesView(List<IndexView> indexes) {
    static IndexesView of(List<IndexStatus> statuses) {
      return new IndexesView(statuses.stream().map(IndexView::of).toList());
    }
  }

  @Schema(name = "Groups")
  public record GroupsView(
      @Schema(
              type = SchemaType.ARRAY,
              description = "Each has the fields it was made by, and its values")
          List<Fields> groups) {}

  @Schema(name = "Peer", description = "Another participant that has the database open")
  public record PeerView(String id, String kind) {}

  @Schema(name = "DatabaseStatus")
  public record DatabaseView(
      String name,
      long nodes,
      @Schema(description = "Commits of which something still shows") long liveCommits,
      @Schema(description = "64 hexadecimal digits; equal hashes mean equal graphs")
          String stateHash,
      List<PeerView> peers,
      @Schema(description = "Whether this node holds everything its connected peers hold")
          boolean synced,
      @Schema(description = "How often something from a peer was refused, by reason")
          Map<String, Long> rejections,
      @Schema(description = "How many commits of peers this node keeps out for good")
          long refusedCommits,
      @Schema(description = "How many were refused since it was opened, by reason")
          Map<String, Long> refusals) {
    static DatabaseView of(ServedDatabase database) {
      Replica.Status status = database.status();
      List<PeerView> peers =
          database.hypha().room().peers().entrySet().stream()
              .map(peer -> new PeerView(peer.getKey().hex(), peer.getValue()))
              .sorted(java.util.Comparator.comparing(PeerView::id))
              .toList();
      return new DatabaseView(
          database.name(),
          status.nodes(),
          status.liveCommits(),
          Hex.encode(status.stateHash()),
          peers,
          status.isSynced(),
          status.rejections(),
          status.refusedCommits(),
          status.refusals());
    }
  }

  @Schema(name = "Databases")
  public record DatabasesView(List<DatabaseView> databases) {}

  @Schema(name = "NodeStatus", description = "This service")
  public record ServiceView(
      @Schema(description = "Its id on the network in this session; null without a network")
          String peer,
      String kind,
      int databases,
      @Schema(description = "Connected peers, each counted once") int peers,
      long uptimeSeconds) {}

  /**
   * An event of a live query; {@code value}, {@code edges} and {@code timestamp} are null for a
   * deleted node.
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record EventView(
      String subscription,
      String action,
      String id,
      Fields value,
      List<String> edges,
      TimestampView timestamp) {
    static EventView of(String subscription, LiveEvent event) {
      Node node = event.action() == LiveEvent.Action.REMOVED ? null : event.node();
      return new EventView(
          subscription,
          event.action().name().toLowerCase(Locale.ROOT),
          event.id(),
          node == null ? null : node.value(),
          node == null ? List.of() : node.edges(),
          node == null ? null : TimestampView.of(node.timestamp()));
    }
  }

  /** A fault in what a live connection sent. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LiveProblemView(String subscription, Problem error) {}

  /** The answer to an unsubscription: nothing more comes under this key. */
  public record UnsubscribedView(String unsubscribed) {}
}
