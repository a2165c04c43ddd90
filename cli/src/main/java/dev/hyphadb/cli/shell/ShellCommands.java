package dev.hyphadb.cli.shell;

import dev.hyphadb.Hypha;
import dev.hyphadb.Subscription;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.graph.Node;
import dev.hyphadb.core.nlq.Prompts;
import dev.hyphadb.core.nlq.Understood;
import dev.hyphadb.core.query.Explanation;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.store.Progress;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.core.value.ValueException;
import dev.hyphadb.jvm.transfer.ImportException;
import dev.hyphadb.jvm.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** What can be said to a database, one line at a time. */
final class ShellCommands implements AutoCloseable {
  /** Rows that are shown where the query says no limit of its own. */
  static final int ROWS_MAX = 100;

  private final Hypha database;
  private final IntSupplier width;
  private final Consumer<String> news;
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private Subscription watching;

  /**
   * @param usage how it is typed
   * @param help what it does
   */
  record Command(String usage, String help, Action action) {}

  /** Carries out a command; takes what stands behind its name, and returns what to show. */
  interface Action {
    String run(String arguments) throws IOException;
  }

  /**
   * @param width of the terminal in characters
   * @param news is told, on any thread, what happens to what is watched
   */
  ShellCommands(Hypha database, IntSupplier width, Consumer<String> news) {
    this.database = database;
    this.width = width;
    this.news = news;
    add("put", "put {…} [ID]", "store a node; without an id, under that of its content", this::put);
    add("get", "get ID", "show a node", this::get);
    add("remove", "remove ID", "delete a node and its edges", this::remove);
    add("link", "link FROM TO", "add an edge", arguments -> link(arguments, true));
    add("unlink", "unlink FROM TO", "remove an edge", arguments -> link(arguments, false));
    add("map", "map {query: {…}, …}", "query: the options of map", this::map);
    add("find", "find PROMPT | {…}", "query in English or Spanish, or by options", this::map);
    add(
        "explain",
        "explain {…} | PROMPT",
        "what a query means and how it is answered",
        this::explain);
    add("aggregate", "aggregate {groupBy: …, …}", "count, sum, average in groups", this::aggregate);
    add("watch", "watch {…} | PROMPT", "follow a query until the next watch", this::watch);
    add("unwatch", "unwatch", "stop following", arguments -> unwatch());
    add("export", "export FILE", "write all nodes, a line of JSON each", this::export);
    add("import", "import FILE", "read an exported file", this::importFrom);
    add("status", "status", "what the database holds", arguments -> status());
    add("help", "help", "this list", arguments -> help());
    add("exit", "exit", "leave; Ctrl-D does too", arguments -> "");
  }

  private void add(String name, String usage, String help, Action action) {
    commands.put(name, new Command(usage, help, action));
  }

  Map<String, Command> commands() {
    return commands;
  }

  /** Carries out a line; what went wrong is told in one sentence. */
  String run(String line) {
    String text = line.strip();
    if (text.isEmpty()) {
      return "";
    }
    String[] parts = text.split("\\s+", 2);
    Command command = commands.get(parts[0].toLowerCase(Locale.ROOT));
    try {
      if (command != null) {
        return command.action().run(parts.length > 1 ? parts[1] : "");
      }
      if (text.startsWith("{")) {
        return map(text);
      }
      return "There is no command " + parts[0] + "; help lists them, and find takes a prompt.";
    } catch (ShellException e) {
      String usage = command == null ? "" : " (" + command.usage() + ")";
      return "Not done: " + e.getMessage() + usage;
    } catch (QueryException | ValueException | ImportException | IllegalArgumentException e) {
      return "Not done: " + e.getMessage();
    } catch (IOException e) {
      return "Not done: cannot use the file: " + e;
    }
  }

  private String put(String arguments) {
    Json.Read read = Json.object(arguments);
    Map<String, Object> value = PlainValues.toPlainMap(read.fields());
    String id = read.rest().isEmpty() ? database.put(value) : database.put(value, one(read.rest()));
    return id;
  }

  private String get(String arguments) {
    return database.get(one(arguments)).map(this::describe).orElse("There is no such node.");
  }

  private String describe(Node node) {
    return Json.text(node.value())
        + (node.edges().isEmpty() ? "" : System.lineSeparator() + "edges " + node.edges());
  }

  private String remove(String arguments) {
    String id = one(arguments);
    boolean isThere = database.get(id).isPresent();
    database.remove(id);
    return isThere ? "removed" : "There is no such node.";
  }

  private String link(String arguments, boolean isLinked) {
    List<String> ids = words(arguments);
    if (ids.size() != 2) {
      throw new ShellException("two ids are needed");
    }
    if (isLinked) {
      database.link(ids.get(0), ids.get(1));
      return "linked";
    }
    database.unlink(ids.get(0), ids.get(1));
    return "unlinked";
  }

  private String map(String arguments) {
    return show(Prompts.parse(options(arguments)));
  }

  /** Options in braces, or a prompt. */
  private static Fields options(String arguments) {
    if (!arguments.startsWith("{")) {
      return Fields.of("prompt", Value.of(arguments));
    }
    Json.Read read = Json.object(arguments);
    if (!read.rest().isEmpty()) {
      throw new ShellException("nothing is expected behind the options: " + read.rest());
    }
    return read.fields();
  }

  private String show(Query query) {
    boolean isLimited = query.options().has("$limit");
    List<Node> nodes = database.map(isLimited ? query : limited(query));
    if (nodes.isEmpty()) {
      return "nothing fits " + Json.text(query.options());
    }
    boolean isCut = !isLimited && nodes.size() > ROWS_MAX;
    List<Fields> rows =
        nodes.stream().limit(isCut ? ROWS_MAX : nodes.size()).map(this::row).toList();
    String more = "; there are more: say $limit, or limit in a prompt";
    return Grid.of(rows, List.of("id"), width.getAsInt()) + (isCut ? more : "");
  }

  /** One more than is shown, to know whether there are more. */
  private static Query limited(Query query) {
    Fields.Builder options = Fields.builder();
    query.options().forEach(options::put);
    return Query.parse(options.put("$limit", ROWS_MAX + 1L).build());
  }

  private Fields row(Node node) {
    Fields.Builder row = Fields.builder().put("id", node.id());
    node.value()
        .forEach((name, value) -> {
          if (!name.equals("id")) {
            row.put(name, value);
          }
        });
    return row.build();
  }

  private String explain(String arguments) {
    Fields options = options(arguments);
    if (options.get("prompt") instanceof Value.Text prompt) {
      Understood understood = Prompts.understand(prompt.value());
      if (!understood.isWhole()) {
        return "understood " + Json.text(understood.options()) + notUnderstood(understood);
      }
    }
    Query query = Prompts.parse(options);
    Explanation how = database.answer(query).explanation();
    return String.join(
        System.lineSeparator(),
        "query    " + Json.text(query.options()),
        "plan     " + how.plan(),
        "examined " + how.entriesExamined() + " index entries, " + how.nodesExamined() + " nodes",
        String.format(Locale.ROOT, "results  %d in %.1f ms", how.results(), how.millis()));
  }

  private static String notUnderstood(Understood understood) {
    StringBuilder text = new StringBuilder(System.lineSeparator()).append("not understood: ");
    understood
        .leftOver()
        .forEach(part ->
            text.append('"')
                .append(part.text())
                .append("\" at ")
                .append(part.start())
                .append("  "));
    return text.toString().stripTrailing();
  }

  private String aggregate(String arguments) {
    List<Fields> groups = database.aggregate(Prompts.parseAggregate(options(arguments)));
    return Grid.of(groups, List.of(), width.getAsInt());
  }

  private String watch(String arguments) {
    Query query = Prompts.parse(options(arguments));
    unwatch();
    watching = database.map(query, event -> news.accept(line(event)));
    return "watching; unwatch ends it";
  }

  private static String line(LiveEvent event) {
    String node = event.node() == null ? "" : " " + Json.text(event.node().value());
    return event.action().name().toLowerCase(Locale.ROOT) + " " + event.id() + node;
  }

  private String unwatch() {
    if (watching == null) {
      return "nothing was watched";
    }
    watching.close();
    watching = null;
    return "not watching any more";
  }

  private String export(String arguments) throws IOException {
    TransferReport report = database.exportTo(Path.of(one(arguments)), Progress.NONE);
    return "exported " + report.nodes() + " nodes, " + report.edges() + " edges";
  }

  private String importFrom(String arguments) throws IOException {
    TransferReport report = database.importFrom(Path.of(one(arguments)), Progress.NONE);
    return "imported " + report.nodes() + " nodes, " + report.edges() + " edges";
  }

  private String status() {
    Replica.Status status = database.status();
    return String.join(
        System.lineSeparator(),
        "database   " + database.name(),
        "nodes      " + status.nodes(),
        "commits    " + status.liveCommits() + " live",
        "state hash " + Hex.encode(status.stateHash()));
  }

  private String help() {
    StringBuilder text = new StringBuilder();
    commands
        .values()
        .forEach(
            command -> text.append(String.format("  %-28s %s%n", command.usage(), command.help())));
    return text.append("Options alone, {query: …}, are a map. docs/queries.md has the language.")
        .toString();
  }

  private static String one(String arguments) {
    List<String> words = words(arguments);
    if (words.size() != 1) {
      throw new ShellException(words.isEmpty() ? "something is missing" : "one word is expected");
    }
    return words.get(0);
  }

  /** Words; quotation marks keep spaces. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      boolean isQuoted = c == '"' || c == '\'';
      int start = isQuoted ? at + 1 : at;
      int end = start;
      while (end < text.length()
          && (isQuoted ? text.charAt(end) != c : !Character.isWhitespace(text.charAt(end)))) {
        end++;
      }
      if (isQuoted && end == text.length()) {
        throw new ShellException("a quotation mark is not closed");
      }
      words.add(text.substring(start, end));
      at = isQuoted ? end + 1 : end;
    }
    return words;
  }

  @Override
  public void close() {
    unwatch();
  }
}
