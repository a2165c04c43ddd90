package dev.hyphadb.core.query.text;

import java.util.StringTokenizer;

/**
 * Letters without regard to case, the same on every platform: Unicode's simple case folding for the
 * Latin, Greek, Cyrillic and Armenian scripts and full-width Latin, by a table of our own, since
 * the platforms' tables are of different ages. Nothing else folds to ASCII but ASCII.
 */
public final class CaseFolding {
  /** Every code point that folds to another lies below, or is full-width Latin. */
  private static final int END = 0x2000;

  /** Ranges of capitals: first, last (hexadecimal), step, distance to the small letter. */
  private static final String RANGES =
      "b5 b5 1 775, c0 d6 1 32, d8 de 1 32, 100 12e 2 1, 132 136 2 1, 139 147 2 1, 14a 176 "
          + "2 1, 178 178 1 -121, 179 17d 2 1, 181 181 1 210, 182 184 2 1, 186 186 1 206, 187 187 "
          + "1 1, 189 18a 1 205, 18b 18b 1 1, 18e 18e 1 79, 18f 18f 1 202, 190 190 1 203, 191 191 "
          + "1 1, 193 193 1 205, 194 194 1 207, 196 196 1 211, 197 197 1 209, 198 198 1 1, 19c "
          + "19c 1 211, 19d 19d 1 213, 19f 19f 1 214, 1a0 1a4 2 1, 1a6 1a6 1 218, 1a7 1a7 1 1, "
          + "1a9 1a9 1 218, 1ac 1ac 1 1, 1ae 1ae 1 218, 1af 1af 1 1, 1b1 1b2 1 217, 1b3 1b5 2 1, "
          + "1b7 1b7 1 219, 1b8 1b8 1 1, 1bc 1bc 1 1, 1c4 1c4 1 2, 1c5 1c5 1 1, 1c7 1c7 1 2, 1c8 "
          + "1c8 1 1, 1ca 1ca 1 2, 1cb 1db 2 1, 1de 1ee 2 1, 1f1 1f1 1 2, 1f2 1f4 2 1, 1f6 1f6 1 "
          + "-97, 1f7 1f7 1 -56, 1f8 21e 2 1, 220 220 1 -130, 222 232 2 1, 23b 23b 1 1, 23d 23d 1 "
          + "-163, 241 241 1 1, 243 243 1 -195, 244 244 1 69, 245 245 1 71, 246 24e 2 1, 370 372 "
          + "2 1, 376 376 1 1, 37f 37f 1 116, 386 386 1 38, 388 38a 1 37, 38c 38c 1 64, 38e 38f 1 "
          + "63, 391 3a1 1 32, 3a3 3ab 1 32, 3c2 3c2 1 1, 3cf 3cf 1 8, 3d0 3d0 1 -30, 3d1 3d1 1 "
          + "-25, 3d5 3d5 1 -15, 3d6 3d6 1 -22, 3d8 3ee 2 1, 3f0 3f0 1 -54, 3f1 3f1 1 -48, 3f4 "
          + "3f4 1 -60, 3f5 3f5 1 -64, 3f7 3f7 1 1, 3f9 3f9 1 -7, 3fa 3fa 1 1, 3fd 3ff 1 -130, "
          + "400 40f 1 80, 410 42f 1 32, 460 480 2 1, 48a 4be 2 1, 4c0 4c0 1 15, 4c1 4cd 2 1, 4d0 "
          + "52e 2 1, 531 556 1 48, 1e00 1e94 2 1, 1e9b 1e9b 1 -58, 1e9e 1e9e 1 -7615, 1ea0 1efe "
          + "2 1, 1f08 1f0f 1 -8, 1f18 1f1d 1 -8, 1f28 1f2f 1 -8, 1f38 1f3f 1 -8, 1f48 1f4d 1 -8, "
          + "1f59 1f5f 2 -8, 1f68 1f6f 1 -8, 1f88 1f8f 1 -8, 1f98 1f9f 1 -8, 1fa8 1faf 1 -8, 1fb8 "
          + "1fb9 1 -8, 1fba 1fbb 1 -74, 1fbc 1fbc 1 -9, 1fbe 1fbe 1 -7173, 1fc8 1fcb 1 -86, 1fcc "
          + "1fcc 1 -9, 1fd8 1fd9 1 -8, 1fda 1fdb 1 -100, 1fe8 1fe9 1 -8, 1fea 1feb 1 -112, 1fec "
          + "1fec 1 -7, 1ff8 1ff9 1 -128, 1ffa 1ffb 1 -126, 1ffc 1ffc 1 -9";

  private static final char[] FOLDED = table();

  private CaseFolding() {}

  private static char[] table() {
    char[] folded = new char[END];
    for (int c = 0; c < END; c++) {
      folded[c] = (char) (c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    StringTokenizer numbers = new StringTokenizer(RANGES, ", ");
    while (numbers.hasMoreTokens()) {
      int first = Integer.parseInt(numbers.nextToken(), 16);
      int last = Integer.parseInt(numbers.nextToken(), 16);
      int step = Integer.parseInt(numbers.nextToken());
      int distance = Integer.parseInt(numbers.nextToken());
      for (int c = first; c <= last; c += step) {
        folded[c] = (char) (c + distance);
      }
    }
    return folded;
  }

  /** The small letter of a capital; any other code point as it is. */
  public static int fold(int codePoint) {
    if (codePoint < END) {
      return FOLDED[codePoint];
    }
    return codePoint >= 0xff21 && codePoint <= 0xff3a ? codePoint + 32 : codePoint;
  }
}
