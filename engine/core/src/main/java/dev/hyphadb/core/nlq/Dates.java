package dev.hyphadb.core.nlq;

/** ISO 8601 dates and times, as far as they sort like text. */
final class Dates {
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private Dates() {}

  /**
   * Where a date or a date with a time ends that starts there; 0 when none does. A year alone is a
   * number.
   */
  static int end(String text, int start) {
    int year = digits(text, start, 4);
    int month = mark(text, start + 4, '-') ? digits(text, start + 5, 2) : -1;
    if (year < 0 || month < 1 || month > 12) {
      return 0;
    }
    int at = start + 7;
    if (!mark(text, at, '-')) {
      return at;
    }
    int day = digits(text, at + 1, 2);
    if (day < 1 || day > days(year, month)) {
      return 0;
    }
    at += 3;
    return mark(text, at, 'T') ? time(text, at + 1) : at;
  }

  private static int days(int year, int month) {
    boolean isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && !isLeap ? 28 : DAYS[month - 1];
  }

  private static int time(String text, int start) {
    int hour = digits(text, start, 2);
    int minute = mark(text, start + 2, ':') ? digits(text, start + 3, 2) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return 0;
    }
    int at = start + 5;
    if (mark(text, at, ':')) {
      int second = digits(text, at + 1, 2);
      if (second < 0 || second > 60) {
        return 0;
      }
      at += 3;
      if (mark(text, at, '.')) {
        do {
          at++;
        } while (digits(text, at, 1) >= 0);
      }
    }
    return zone(text, at);
  }

  private static int zone(String text, int at) {
    if (mark(text, at, 'Z')) {
      return at + 1;
    }
    boolean hasOffset = mark(text, at, '+') || mark(text, at, '-');
    boolean isWhole =
        digits(text, at + 1, 2) >= 0 && mark(text, at + 3, ':') && digits(text, at + 4, 2) >= 0;
    return hasOffset && isWhole ? at + 6 : at;
  }

  private static boolean mark(String text, int at, char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  /** -1 when there are not so many. */
  private static int digits(String text, int at, int count) {
    if (at + count > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = at; i < at + count; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
