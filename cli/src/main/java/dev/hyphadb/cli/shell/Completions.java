package dev.hyphadb.cli.shell;

import dev.hyphadb.core.query.Query;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What a word may go on to be: a command at the start, an operator, a field or an id behind. */
final class Completions {
  /** Beside the operators on fields. */
  private static final List<String> OPTIONS =
      List.of(
          "query",
          "field",
          "order",
          "$limit",
          "$after",
          "$before",
          "strictMode",
          "groupBy",
          "values",
          "$edge",
          "$depth",
          "$count",
          "$sum",
          "$avg",
          "$min",
          "$max");

  private final ShellCommands commands;
  private final List<String> names;

  Completions(ShellCommands commands, List<String> names) {
    this.commands = commands;
    this.names = names;
  }

  /**
   * @param line up to the cursor
   * @param word that the line reader is about to replace
   */
  List<String> of(String line, String word) {
    boolean isCommand = line.stripLeading().indexOf(' ') < 0;
    if (isCommand) {
      return commands.commands().keySet().stream().filter(name -> name.startsWith(word)).toList();
    }
    int start = word.length();
    while (start > 0 && isNamePart(word.charAt(start - 1))) {
      start--;
    }
    String before = word.substring(0, start);
    String begun = word.substring(start);
    return Stream.of(names, OPTIONS, Query.operators())
        .flatMap(Collection::stream)
        .filter(name -> name.startsWith(begun) && !begun.isEmpty())
        .map(name -> before + name)
        .toList();
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '$' || c == '_' || c == '-' || c == '.';
  }
}
