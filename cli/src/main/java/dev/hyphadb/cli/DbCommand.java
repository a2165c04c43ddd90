package dev.hyphadb.cli;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import dev.hyphadb.Peer;
import dev.hyphadb.core.Replica;
import dev.hyphadb.core.Verification;
import dev.hyphadb.core.commit.Hex;
import dev.hyphadb.core.index.IndexDefinition;
import dev.hyphadb.core.index.IndexStatus;
import dev.hyphadb.core.store.Finding;
import dev.hyphadb.jvm.storage.Storage;
import dev.hyphadb.jvm.transfer.TransferReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verbs; each opens the database, without network, for as long as it takes. */
@Command(
    name = "hypha db",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    description = "Care for stored databases: see docs/operations.md.",
    subcommands = CommandLine.HelpCommand.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:verify or salvage found damage",
      "2:wrong usage",
      "3:it could not be done; the message says why"
    })
final class DbCommand implements Runnable {
  private final boolean isTerminal;

  @Spec private CommandSpec spec;

  /** Which database. */
  static final class Target {
    @CommandLine.Option(
        names = "--data",
        required = true,
        paramLabel = "DIR",
        description = "The directory that databases lie in, each in a folder of its own.")
    private Path data;

    @Parameters(index = "0", paramLabel = "NAME", description = "The database's name.")
    private String name;

    @Spec private CommandSpec spec;

    Path directory() {
      if (!Peer.isValidName(name)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "No database can have the name '" + name + "'.");
      }
      return data.resolve(name);
    }

    /** A misspelt name must not create a database. */
    Path existing() {
      Path directory = directory();
      if (!Storage.isStore(directory)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "There is no database in " + directory + ": check DIR and NAME.");
      }
      return directory;
    }

    Hypha open() {
      return Hypha.open(name, Options.local().withDirectory(data));
    }
  }

  DbCommand(boolean isTerminal) {
    this.isTerminal = isTerminal;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do.");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private ProgressBar bar(String what) {
    return new ProgressBar(spec.commandLine().getErr(), isTerminal, what);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Recompute hashes, indexes and counts, and name every record that is damaged.")
  int verify(@CommandLine.Mixin Target target) {
    Verification.Report report;
    try (ProgressBar bar = bar("verifying")) {
      report = Hypha.verify(target.existing(), bar);
    }
    for (Finding finding : report.findings()) {
      out().println(finding);
    }
    if (report.findingCount() > report.findings().size()) {
      out().printf("… and %d more%n", report.findingCount() - report.findings().size());
    }
    out()
        .printf(
            "%d nodes, %d edges, %d commits (%d live), %d log entries%n",
            report.nodes(),
            report.edges(),
            report.commits(),
            report.liveCommits(),
            report.logEntries());
    if (report.ownForks() > 0) {
      out()
          .printf(
              "note: %d commits of this replica were made twice: it was restored from an older"
                  + " copy, or a copy of it runs elsewhere%n",
              report.ownForks());
    }
    out().println(report.isSound() ? "sound" : "damaged: " + report.findingCount() + " findings");
    return report.isSound() ? 0 : Failures.DAMAGED;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Copy the database to a new directory. To restore, put the copy in the original's place:"
              + " it is the same replica, not a second peer.")
  int backup(
      @CommandLine.Mixin Target target,
      @Parameters(
              index = "1",
              paramLabel = "TARGET",
              description = "A directory that is new or empty.")
          Path copy) {
    target.existing();
    try (Hypha database = target.open()) {
      database.backup(copy);
    }
    out().println("backed up to " + copy);
    return 0;
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Write all nodes to a file, a line of JSON each.")
  int exportTo(
      @CommandLine.Mixin Target target,
      @Parameters(index = "1", paramLabel = "FILE", description = "Is replaced if it exists.")
          Path file)
      throws IOException {
    target.existing();
    try (Hypha database = target.open();
        ProgressBar bar = bar("exporting")) {
      report("exported", database.exportTo(file, bar));
    }
    return 0;
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = "Read an exported file into a database, which is created where there is none.")
  int importFrom(
      @CommandLine.Mixin Target target,
      @Parameters(index = "1", paramLabel = "FILE", description = "Lines of JSON.") Path file)
      throws IOException {
    target.directory();
    // Before a database is created for it.
    if (!Files.isReadable(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (Hypha database = target.open();
        ProgressBar bar = bar("importing")) {
      report("imported", database.importFrom(file, bar));
    }
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Write to a file what can still be read of a database that is too damaged to open. The"
              + " database is not changed.")
  int salvage(
      @CommandLine.Mixin Target target,
      @Parameters(index = "1", paramLabel = "FILE", description = "Is replaced if it exists.")
          Path file)
      throws IOException {
    TransferReport report;
    try (ProgressBar bar = bar("salvaging")) {
      report = Hypha.salvage(target.existing(), file, bar);
    }
    report("salvaged", report);
    if (report.gaps() > 0) {
      out().printf("something could not be read in %d places%n", report.gaps());
    }
    return report.gaps() == 0 ? 0 : Failures.DAMAGED;
  }

  private void report(String verb, TransferReport report) {
    out().printf("%s %d nodes, %d edges%n", verb, report.nodes(), report.edges());
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "List the indexes, make one, drop one, or build all anew; docs/queries.md says what for.",
        "Waits until what it makes is built."
      })
  int index(
      @CommandLine.Mixin Target target,
      @CommandLine.Option(
              names = "--fields",
              split = ",",
              paramLabel = "FIELD",
              description = "An ordered index, the first field decides first.")
          List<String> fields,
      @CommandLine.Option(names = "--words", description = "The index behind $text.") boolean words,
      @CommandLine.Option(names = "--places", description = "The index behind $near and $bbox.")
          boolean places,
      @CommandLine.Option(names = "--drop", description = "Drop it instead of making it.")
          boolean drop,
      @CommandLine.Option(names = "--rebuild", description = "Build all indexes anew.")
          boolean rebuild) {
    target.existing();
    try (Hypha database = target.open();
        ProgressBar bar = bar("indexing")) {
      List<IndexDefinition> definitions = definitions(fields, words, places);
      for (IndexDefinition definition : definitions) {
        if (!drop) {
          database.createIndex(definition);
        } else if (!database.dropIndex(definition)) {
          throw new CommandLine.ParameterException(
              spec.commandLine(), "There is no index (" + definition.name() + ").");
        }
      }
      if (rebuild) {
        database.rebuildIndexes();
      }
      awaitBuilt(database, bar);
      for (IndexStatus status : database.indexes()) {
        out()
            .printf(
                "(%s)%s%n", status.definition().name(), status.isAutomatic() ? " automatic" : "");
      }
    }
    return 0;
  }

  private static List<IndexDefinition> definitions(
      List<String> fields, boolean words, boolean places) {
    List<IndexDefinition> definitions = new ArrayList<>();
    if (fields != null) {
      definitions.add(IndexDefinition.ordered(fields.toArray(new String[0])));
    }
    if (words) {
      definitions.add(IndexDefinition.words());
    }
    if (places) {
      definitions.add(IndexDefinition.places());
    }
    return definitions;
  }

  private static void awaitBuilt(Hypha database, ProgressBar bar) {
    long nodes = database.status().nodes();
    while (true) {
      List<IndexStatus> building =
          database.indexes().stream().filter(status -> !status.isReady()).toList();
      if (building.isEmpty()) {
        return;
      }
      bar.at(building.get(0).nodesBuilt(), nodes);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Command(mixinStandardHelpOptions = true, description = "Show what the database holds.")
  int status(@CommandLine.Mixin Target target) {
    target.existing();
    try (Hypha database = target.open()) {
      Replica.Status status = database.status();
      out().printf("replica      %s%n", Hex.encode(status.replica().bytes()));
      out().printf("nodes        %d%n", status.nodes());
      out().printf("live commits %d%n", status.liveCommits());
      out().printf("state hash   %s%n", Hex.encode(status.stateHash()));
    }
    return 0;
  }
}
