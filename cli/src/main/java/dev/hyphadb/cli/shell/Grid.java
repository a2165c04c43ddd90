package dev.hyphadb.cli.shell;

import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rows of fields as a table that fits the terminal: a column for each field. */
final class Grid {
  private static final int COLUMNS_MAX = 12;
  private static final int CELL_MAX = 40;
  private static final int CELL_MIN = 6;

  private Grid() {}

  /**
   * @param width of the terminal in characters
   */
  static String of(List<Fields> rows, List<String> firstColumns, int width) {
    if (rows.isEmpty()) {
      return "nothing";
    }
    List<String> names = columns(rows, firstColumns);
    List<List<String>> lines = new ArrayList<>();
    lines.add(names);
    for (Fields row : rows) {
      lines.add(names.stream().map(name -> cell(row.get(name))).toList());
    }
    int[] widths = widths(lines, width);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      append(text, lines.get(i), widths);
      if (i == 0) {
        append(text, names.stream().map(name -> "-".repeat(CELL_MAX)).toList(), widths);
      }
    }
    return text.append(rows.size()).append(rows.size() == 1 ? " row" : " rows").toString();
  }

  private static List<String> columns(List<Fields> rows, List<String> firstColumns) {
    Set<String> names = new LinkedHashSet<>(firstColumns);
    rows.forEach(row -> names.addAll(row.names()));
    return names.stream().limit(COLUMNS_MAX).toList();
  }

  private static String cell(Value value) {
    String text =
        switch (value) {
          case null -> "";
          case Value.Text string -> string.value();
          default -> Json.text(value);
        };
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /** What each column needs; the widest give way until the line fits. */
  private static int[] widths(List<List<String>> lines, int width) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Math.min(CELL_MAX, length(line.get(i))));
      }
    }
    while (sum(widths) > width) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= CELL_MIN) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int sum(int[] widths) {
    int sum = 2 * (widths.length - 1);
    for (int each : widths) {
      sum += each;
    }
    return sum;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static void append(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      boolean isCut = length(cell) > widths[i];
      boolean isRule = cell.startsWith("---");
      int kept = isCut ? cell.offsetByCodePoints(0, widths[i] - (isRule ? 0 : 1)) : cell.length();
      line.append(cell, 0, kept).append(isCut && !isRule ? "…" : "");
      line.append(" ".repeat(Math.max(0, widths[i] - length(cell)) + 2));
    }
    text.append(line.toString().stripTrailing()).append(System.lineSeparator());
  }
}
