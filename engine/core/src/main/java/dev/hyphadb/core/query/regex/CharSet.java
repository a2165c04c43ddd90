package dev.hyphadb.core.query.regex;

import dev.hyphadb.core.query.text.CaseFolding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A set of code points: sorted, disjoint ranges, first and last in turn. Immutable. */
record CharSet(int[] ranges) {
  static final CharSet ALL = new CharSet(new int[] {0, Character.MAX_CODE_POINT});
  static final CharSet DIGIT = new CharSet(new int[] {'0', '9'});
  static final CharSet WORD = new CharSet(new int[] {'0', '9', 'A', 'Z', '_', '_', 'a', 'z'});

  /** White space and line ends as ECMAScript has them. */
  static final CharSet SPACE =
      new CharSet(
          new int[] {
            0x9, 0xd, ' ', ' ', 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f,
            0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff
          });

  /** What the dot does not match. */
  static final CharSet LINE_END = new CharSet(new int[] {'\n', '\n', '\r', '\r', 0x2028, 0x2029});

  private static final int LAST_WITH_CASE = 0x1fff;

  static CharSet of(int codePoint) {
    return new CharSet(new int[] {codePoint, codePoint});
  }

  boolean contains(int codePoint) {
    int position = Arrays.binarySearch(ranges, codePoint);
    // Not a boundary: inside a range if an odd number of boundaries lies before.
    return position >= 0 || (-position - 1) % 2 == 1;
  }

  CharSet negated() {
    List<Integer> bounds = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] > next) {
        bounds.add(next);
        bounds.add(ranges[i] - 1);
      }
      next = ranges[i + 1] + 1;
    }
    if (next <= Character.MAX_CODE_POINT) {
      bounds.add(next);
      bounds.add(Character.MAX_CODE_POINT);
    }
    return new CharSet(bounds.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CharSet set && Arrays.equals(ranges, set.ranges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ranges);
  }

  @Override
  public String toString() {
    return Arrays.toString(ranges);
  }

  /** Gathers ranges in any order. */
  static final class Builder {
    private final List<int[]> ranges = new ArrayList<>();

    void add(int first, int last) {
      ranges.add(new int[] {first, last});
    }

    void addAll(CharSet set) {
      for (int i = 0; i < set.ranges.length; i += 2) {
        add(set.ranges[i], set.ranges[i + 1]);
      }
    }

    /** Adds what the code points of the set fold to. */
    void addFolded() {
      CharSet plain = build();
      for (int i = 0; i < plain.ranges.length; i += 2) {
        int last = Math.min(plain.ranges[i + 1], LAST_WITH_CASE);
        for (int c = plain.ranges[i]; c <= last; c++) {
          addFoldOf(c);
        }
        for (int c = Math.max(plain.ranges[i], 0xff21);
            c <= Math.min(plain.ranges[i + 1], 0xff3a);
            c++) {
          addFoldOf(c);
        }
      }
    }

    private void addFoldOf(int c) {
      int folded = CaseFolding.fold(c);
      if (folded != c) {
        add(folded, folded);
      }
    }

    CharSet build() {
      ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
      int[] merged = new int[ranges.size() * 2];
      int length = 0;
      for (int[] range : ranges) {
        if (length > 0 && range[0] <= merged[length - 1] + 1) {
          merged[length - 1] = Math.max(merged[length - 1], range[1]);
        } else {
          merged[length++] = range[0];
          merged[length++] = range[1];
        }
      }
      return new CharSet(Arrays.copyOf(merged, length));
    }
  }
}
