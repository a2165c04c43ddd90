package dev.hyphadb.core.query.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The own tables against the platform's, which the browser does not have. */
class WordsTest {
  @Test
  void lettersFoldAsThePlatformFoldsThem() {
    for (int c = 0; c < 0x2000; c++) {
      boolean isCovered = c < 0x80 || c >= 0xb5 && c < 0x590 || c >= 0x1e00;
      int folded = Character.toLowerCase(Character.toUpperCase(c));
      boolean leaves = c >= 0x80 && folded < 0x80 || folded >= 0x2000;
      int expected = isCovered && !leaves && c != 0x345 ? folded : c;
      assertEquals(expected, CaseFolding.fold(c), Integer.toHexString(c));
    }
    assertEquals(0x1f344, CaseFolding.fold(0x1f344));
  }

  @Test
  void lettersLoseTheMarksThatUnicodeDecomposes() {
    int stripped = 0;
    for (int c = 0xc0; c < 0x2000; c++) {
      boolean isCovered = c < 0x530 || c >= 0x1e00;
      if (!isCovered || !Character.isLetter(c)) {
        continue;
      }
      String letter = Character.toString(c);
      String decomposed = Normalizer.normalize(letter, Normalizer.Form.NFD);
      String bare = decomposed.replaceAll("\\p{Mn}", "");
      if (bare.length() == 1 && decomposed.length() > 1) {
        assertEquals(Words.of(bare), Words.of(letter), Integer.toHexString(c));
        stripped++;
      }
    }
    assertTrue(stripped > 700, stripped + " letters");
  }

  @Test
  void composedAndDecomposedTextHaveTheSameWords() {
    long seed = 5;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(20); k > 0; k--) {
        int c = random.nextInt(4) == 0 ? ' ' : 0xc0 + random.nextInt(0x250 - 0xc0);
        text.appendCodePoint(c == 0xd7 || c == 0xf7 ? ' ' : c);
      }
      String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
      assertEquals(Words.of(text.toString()), Words.of(decomposed), "seed " + seed + ": " + text);
    }
  }

  @Test
  void assignedLettersAreOfWordsAndPunctuationIsNot() {
    List<String> wrong = new ArrayList<>();
    for (int c = 0; c < 0x3100; c++) {
      boolean isLetter = Character.isLetterOrDigit(c);
      boolean isPunctuation =
          switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                Character.CONTROL,
                Character.DASH_PUNCTUATION,
                Character.INITIAL_QUOTE_PUNCTUATION ->
                true;
            default -> false;
          };
      boolean isSeparator = Words.isSeparator(c);
      if (isLetter && isSeparator && c != 0x2e2f
          || isPunctuation && !isSeparator && c != 0x1400 && c != 0x1806 && c != 0x301c) {
        wrong.add(Integer.toHexString(c));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void stopsWhenTheVisitorHasEnough() {
    List<String> seen = new ArrayList<>();
    boolean isComplete =
        Words.forEach(
            "one two three",
            word -> {
              seen.add(word);
              return seen.size() < 2;
            });
    assertEquals(List.of("one", "two"), seen);
    assertTrue(!isComplete);
  }
}
