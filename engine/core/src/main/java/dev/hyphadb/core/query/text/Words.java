package dev.hyphadb.core.query.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Cuts text into words that do not depend on case, accents or punctuation.
 *
 * <p>A word is a run of letters and digits, which is everything that is not white space, a control
 * character, punctuation or a symbol by {@link #isSeparator}. Its letters are folded ({@link
 * CaseFolding}), lose their accents, and ß, æ, œ, þ become ss, ae, oe, th. Han, Hiragana and
 * Katakana are written without spaces: each of their characters is a word.
 */
public final class Words {
  private Words() {}

  /** The words in order, repeated ones included. */
  public static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    forEach(
        text,
        word -> {
          words.add(word);
          return true;
        });
    return words;
  }

  /**
   * Visits the words in order until the visitor returns false.
   *
   * @return whether the visitor always returned true
   */
  public static boolean forEach(String text, Predicate<String> visitor) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (Accents.isCombining(codePoint)) {
        continue;
      }
      boolean isWhole = isIdeographic(codePoint);
      if ((isWhole || isSeparator(codePoint)) && !end(word, visitor)) {
        return false;
      }
      if (isWhole && !visitor.test(new String(Character.toChars(codePoint)))) {
        return false;
      }
      if (!isWhole && !isSeparator(codePoint)) {
        append(word, codePoint);
      }
    }
    return end(word, visitor);
  }

  private static boolean end(StringBuilder word, Predicate<String> visitor) {
    if (word.length() == 0) {
      return true;
    }
    String finished = word.toString();
    word.setLength(0);
    return visitor.test(finished);
  }

  private static void append(StringBuilder word, int codePoint) {
    // Full-width Latin and digits are the same words in another width.
    boolean isFullWidth = codePoint >= 0xff01 && codePoint <= 0xff5e;
    int letter = CaseFolding.fold(isFullWidth ? codePoint - 0xfee0 : codePoint);
    switch (letter) {
      case 'ß' -> word.append("ss");
      case 'æ', 'ǣ', 'ǽ' -> word.append("ae");
      case 'œ' -> word.append("oe");
      case 'þ' -> word.append("th");
      default -> word.appendCodePoint(Accents.strip(letter));
    }
  }

  private static boolean isIdeographic(int c) {
    return c >= 0x3041 && c <= 0x30ff && c != 0x30a0 && c != 0x30fb
        || c >= 0x3400 && c <= 0x4dbf
        || c >= 0x4e00 && c <= 0x9fff
        || c >= 0xf900 && c <= 0xfaff
        || c >= 0x20000 && c <= 0x3ffff;
  }

  /** Whether the code point stands between words. */
  static boolean isSeparator(int c) {
    if (c < 0x80) {
      return !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
    }
    if (c < 0xc0) {
      return c != 0xaa && c != 0xb5 && c != 0xba;
    }
    if (c < 0x2000) {
      return isSeparatorOfAScript(c);
    }
    return c < 0x2070
        || c >= 0x20a0 && c <= 0x20cf
        || c >= 0x2190 && c <= 0x2bff
        || c >= 0x2e00 && c <= 0x2e7f
        || c >= 0x3000 && c <= 0x3004
        || c >= 0x3008 && c <= 0x3020
        || c == 0x3030
        || c == 0x30a0
        || c == 0x30fb
        || c >= 0xe000 && c <= 0xf8ff
        || c >= 0xfe10 && c <= 0xfe1f
        || c >= 0xfe30 && c <= 0xfe6f
        || c >= 0xfeff && c <= 0xff0f
        || c >= 0xff1a && c <= 0xff20
        || c >= 0xff3b && c <= 0xff40
        || c >= 0xff5b && c <= 0xff65
        || c >= 0xffe0 && c <= 0xffff
        || c >= 0x1f000 && c <= 0x1faff
        || c >= 0xe0000;
  }

  private static boolean isSeparatorOfAScript(int c) {
    return switch (c) {
      case 0xd7, 0xf7 -> true;
      case 0x37e, 0x387 -> true;
      case 0x55a, 0x55b, 0x55c, 0x55d, 0x55e, 0x55f, 0x589, 0x58a -> true;
      case 0x5be, 0x5c0, 0x5c3, 0x5c6, 0x5f3, 0x5f4 -> true;
      case 0x60c, 0x60d, 0x61b, 0x61e, 0x61f, 0x66a, 0x66b, 0x66c, 0x66d, 0x6d4 -> true;
      case 0x964, 0x965, 0x970, 0xe4f, 0xe5a, 0xe5b, 0x10fb, 0x1680 -> true;
      case 0x1fbd, 0x1fbf, 0x1fc0, 0x1fc1, 0x1fcd, 0x1fce, 0x1fcf -> true;
      case 0x1fdd, 0x1fde, 0x1fdf, 0x1fed, 0x1fee, 0x1fef, 0x1ffd, 0x1ffe -> true;
      default -> false;
    };
  }
}
