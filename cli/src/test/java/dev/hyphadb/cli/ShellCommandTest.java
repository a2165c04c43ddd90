package dev.hyphadb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.Hypha;
import dev.hyphadb.Options;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellCommandTest {
  @TempDir Path data;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private List<String> run(String input, String... more) {
    out.getBuffer().setLength(0);
    String[] arguments = new String[3 + more.length];
    arguments[0] = "--data";
    arguments[1] = data.toString();
    arguments[2] = "db";
    System.arraycopy(more, 0, arguments, 3, more.length);
    int code =
        ShellCommand.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false,
            new StringReader(input),
            arguments);
    assertEquals(0, code, err::toString);
    return out.toString().lines().toList();
  }

  @Test
  void putsGetsLinksAndRemoves() {
    assertEquals(
        List.of(
            "alice",
            "bob",
            "linked",
            "{\"age\":31,\"name\":\"Alice\"}",
            "edges [bob]",
            "unlinked",
            "removed",
            "There is no such node.",
            "There is no such node."),
        run(
            """
            put {name: "Alice", age: 31} alice
            put {'name': 'Bob'} "bob"
            link alice bob
            get alice
            unlink alice bob
            remove bob
            get bob
            remove bob
            exit
            get alice
            """));
  }

  @Test
  void showsResultsAsTables() {
    run("put {type: \"User\", name: \"Alice\", age: 31} a\nput {type: \"User\", age: 29} b");
    List<String> table =
        List.of(
            "id  age  name   type",
            "--  ---  -----  ----",
            "a   31   Alice  User",
            "b   29          User",
            "2 rows");
    assertEquals(table, run("map {query: {type: 'User'}}"));
    assertEquals(table, run("{query: {type: 'User'}}"));
    assertEquals(table, run("find Users"));
    assertEquals("1 row", run("", "-e", "find Users older than 30").get(3));
    assertEquals(
        List.of("count  type", "-----  ----", "2      User", "1 row"),
        run("aggregate {groupBy: 'type'}"));
    assertEquals(List.of("nothing fits {\"query\":{\"type\":\"Company\"}}"), run("find Companies"));
  }

  @Test
  void saysWhenThereIsMore() {
    try (Hypha database = Hypha.open("db", Options.local().withDirectory(data))) {
      for (int i = 0; i < 150; i++) {
        database.put(Map.of("n", i));
      }
    }
    List<String> all = run("map {}");
    assertEquals(103, all.size());
    assertTrue(all.get(102).startsWith("100 rows; there are more"), all.get(102));
    assertEquals("120 rows", run("map {$limit: 120}").get(122));
  }

  @Test
  void explainsWhatAPromptMeans() {
    List<String> explained = run("explain Users older than 30");
    assertEquals("query    {\"query\":{\"age\":{\"$gt\":30},\"type\":\"User\"}}", explained.get(0));
    assertTrue(explained.get(1).startsWith("plan     "), explained.get(1));
    assertTrue(explained.get(3).startsWith("results  0 in "), explained.get(3));
    assertEquals(
        List.of("understood {\"query\":{\"type\":\"User\"}}", "not understood: \"dancing\" at 6"),
        run("explain Users dancing"));
  }

  @Test
  void tellsWhatIsWrongAndGoesOn() {
    List<String> answers =
        run(
            """
            frobnicate
            put Alice
            put {name: }
            put {name: "A"} two ids
            get
            get "open
            link a
            map {query: {age: {$foo: 1}}}
            map {query: {}} more
            find Users dancing
            aggregate {values: {n: {$median: 'a'}}}
            import nowhere.jsonl
            put {a: 1} x
            """);
    assertEquals(
        "There is no command frobnicate; help lists them, and find takes a prompt.",
        answers.get(0));
    assertEquals(
        "Not done: a value is an object, such as {name: \"Alice\"} (put {…} [ID])", answers.get(1));
    assertTrue(answers.get(2).startsWith("Not done: not JSON at character "), answers.get(2));
    assertEquals("Not done: one word is expected (put {…} [ID])", answers.get(3));
    assertEquals("Not done: something is missing (get ID)", answers.get(4));
    assertEquals("Not done: a quotation mark is not closed (get ID)", answers.get(5));
    assertEquals("Not done: two ids are needed (link FROM TO)", answers.get(6));
    assertEquals("Not done: unknown operator $foo (at query.age.$foo)", answers.get(7));
    assertTrue(answers.get(8).startsWith("Not done: nothing is expected behind"), answers.get(8));
    assertTrue(
        answers.get(9).startsWith("Not done: not understood: \"dancing\" at 6"), answers.get(9));
    assertTrue(answers.get(10).startsWith("Not done: unknown function $median"), answers.get(10));
    assertTrue(answers.get(11).startsWith("Not done: cannot use the file"), answers.get(11));
    assertEquals("x", answers.get(12));
  }

  @Test
  void exportsAndImports() {
    Path file = data.resolve("all.jsonl");
    run("put {a: 1} x\nput {a: 2} y\nlink x y");
    assertEquals(List.of("exported 2 nodes, 1 edges"), run("export " + file));
    assertEquals(
        List.of("removed", "imported 2 nodes, 1 edges", "{\"a\":1}", "edges [y]"),
        run("remove x\nimport \"" + file + "\"\nget x"));
  }

  @Test
  void sharesTheDirectoryWithWhoeverHasItOpen() {
    try (Hypha database = Hypha.open("db", Options.local().withDirectory(data))) {
      database.put(Map.of("name", "Alice"), "alice");
      assertEquals(List.of("{\"name\":\"Alice\"}", "bob"), run("get alice\nput {name: 'Bob'} bob"));
      assertEquals("Bob", database.get("bob").orElseThrow().get("name"));
    }
  }

  @Test
  void watchesUntilItIsTold() {
    List<String> told = run("watch Users\nput {type: 'User'} u\nunwatch\nunwatch");
    assertTrue(told.contains("watching; unwatch ends it"), told::toString);
    assertTrue(told.contains("nothing was watched"), told::toString);
  }
}
