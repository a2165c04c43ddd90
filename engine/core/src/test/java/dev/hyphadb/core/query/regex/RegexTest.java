package dev.hyphadb.core.query.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.value.RandomValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RegexTest {
  private static final String[] ATOMS = {
    "a", "b", "B", "1", "_", " ", "é", "É", ".", "\\d", "\\w", "\\W", "[ab]", "[^a]", "[a-c1]",
    "[^\\d_]", "[A-B]", "(?:a|b)", "(ab)", "\\."
  };
  private static final String[] ASSERTIONS = {"^", "$", "\\b", "\\B"};
  private static final String[] QUANTIFIERS = {"", "", "", "*", "+", "?", "{2}", "{1,3}", "{0,2}?"};
  private static final String[] CHARACTERS = {
    "a", "b", "A", "B", "c", "1", "_", " ", "é", "É", "."
  };

  @Test
  void agreesWithThePlatformOnTheCommonSubset() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    int matches = 0;
    int tests = 0;
    for (int i = 0; i < 20_000; i++) {
      String pattern = pattern(random, 0);
      Regex regex = Regex.compile(pattern, true);
      // No text here ends in a line end, before which Java's $ would match too.
      Pattern platform = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
      for (int k = 0; k < 8; k++) {
        String text = text(random);
        boolean expected = platform.matcher(text).find();
        assertEquals(
            expected, regex.test(text), "seed " + seed + ": " + pattern + " on '" + text + "'");
        matches += expected ? 1 : 0;
        tests++;
      }
    }
    assertTrue(matches > tests / 10 && matches < tests * 9 / 10, matches + " of " + tests);
  }

  private static String pattern(Random random, int depth) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      // Java gives up too early on repeated groups that may be empty in some places only.
      if (depth == 0 && random.nextInt(6) == 0) {
        pattern.append(ASSERTIONS[random.nextInt(ASSERTIONS.length)]);
        continue;
      }
      boolean isGroup = depth < 2 && random.nextInt(5) == 0;
      String atom =
          isGroup ? "(" + pattern(random, depth + 1) + ")" : ATOMS[random.nextInt(ATOMS.length)];
      pattern.append(atom).append(QUANTIFIERS[random.nextInt(QUANTIFIERS.length)]);
      if (random.nextInt(8) == 0) {
        pattern.append('|');
      }
    }
    return pattern.toString();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  @Test
  void noPatternTakesMoreThanLinearTime() {
    String as = "a".repeat(200_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String pattern :
              List.of(
                  "(a+)+$",
                  "^(a|a)*$",
                  "(a|aa)+$",
                  "(a*)*b",
                  "(.*)*b",
                  "([a-z]+)*1",
                  "(.*a){20}$",
                  "a?".repeat(100) + "a{100}$",
                  "(x+x+)+y")) {
            assertFalse(Regex.compile(pattern, true).test(as + "!"), pattern);
          }
        });
  }

  @Test
  void anAutomatonTooLargeToKeepStaysCorrect() {
    // Needs 2^40 states if they were all made at once.
    Regex regex = Regex.compile("a[ab]{40}c", true);
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }
    assertFalse(regex.test(text.toString()));
    assertTrue(regex.test(text + "a" + "b".repeat(40) + "c"));
    assertFalse(regex.test(text + "b" + "c".repeat(41)));
  }

  @Test
  void oneRegexServesSeveralThreads() throws Exception {
    Regex regex = Regex.compile("(ab|ba)*c{2,5}[^a]$", true);
    Pattern platform = Pattern.compile("(ab|ba)*c{2,5}[^a]$");
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> failures = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        Random random = new Random(thread);
        Callable<Integer> task =
            () -> {
              int wrong = 0;
              for (int i = 0; i < 20_000; i++) {
                StringBuilder text = new StringBuilder();
                for (int k = random.nextInt(12); k > 0; k--) {
                  text.append("abccc".charAt(random.nextInt(5)));
                }
                wrong += regex.test(text.toString()) == platform.matcher(text).find() ? 0 : 1;
              }
              return wrong;
            };
        failures.add(pool.submit(task));
      }
      for (Future<Integer> wrong : failures) {
        assertEquals(0, wrong.get());
      }
    }
  }

  @Test
  void anyPatternIsCompiledOrRefused() {
    long seed = 99;
    Random random = new Random(seed);
    String characters = "ab(){}[]*+?|\\^$.-,0123dwsbBux<=!:éK";
    String text = new RandomValues(random).text(200);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int k = random.nextInt(12); k > 0; k--) {
        pattern.append(characters.charAt(random.nextInt(characters.length())));
      }
      try {
        Regex.compile(pattern.toString(), true).test(text);
      } catch (RegexException e) {
        assertTrue(e.position() >= 0 && e.position() <= pattern.length(), pattern.toString());
        refused++;
      }
    }
    assertTrue(refused > 5_000 && refused < 45_000, refused + " refused");
  }

  @Test
  void namesTheConstructAndItsPlace() {
    RegexException lookahead =
        assertThrows(RegexException.class, () -> Regex.compile("ab(?=c)", true));
    assertTrue(lookahead.getMessage().contains("lookahead"), lookahead.getMessage());
    assertTrue(lookahead.getMessage().contains("position 2"), lookahead.getMessage());
    RegexException reference =
        assertThrows(RegexException.class, () -> Regex.compile("(a)\\1", true));
    assertTrue(reference.getMessage().contains("backreference"), reference.getMessage());
  }
}
