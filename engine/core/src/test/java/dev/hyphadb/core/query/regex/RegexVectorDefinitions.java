package dev.hyphadb.core.query.regex;

import dev.hyphadb.core.value.ValueVectorDefinitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What docs/protocol/vectors/regex.json is written from. The expectations are written by hand. */
public final class RegexVectorDefinitions {
  private final List<Object> regex = new ArrayList<>();
  private final List<Object> like = new ArrayList<>();
  private final List<Object> refused = new ArrayList<>();
  private final List<Object> words = new ArrayList<>();

  private RegexVectorDefinitions() {}

  public static Map<String, Object> define() {
    RegexVectorDefinitions all = new RegexVectorDefinitions();
    all.literals();
    all.sets();
    all.anchors();
    all.repetitions();
    all.like();
    all.refused();
    all.words();
    return ValueVectorDefinitions.entries(
        "regex", all.regex, "like", all.like, "refused", all.refused, "words", all.words);
  }

  private static Map<String, Object> vector(
      String pattern, List<String> matches, List<String> misses) {
    return ValueVectorDefinitions.entry(
        pattern, "pattern", pattern, "matches", matches, "misses", misses);
  }

  private void regex(String pattern, List<String> matches, List<String> misses) {
    regex.add(vector(pattern, matches, misses));
  }

  private void like(String pattern, List<String> matches, List<String> misses) {
    like.add(vector(pattern, matches, misses));
  }

  private void refused(String pattern, int position) {
    refused.add(ValueVectorDefinitions.entry(pattern, "pattern", pattern, "position", position));
  }

  private void words(String text, String... expected) {
    words.add(ValueVectorDefinitions.entry(text, "text", text, "words", List.of(expected)));
  }

  private void literals() {
    regex("", List.of("", "a"), List.of());
    regex("abc", List.of("abc", "xABCx", "aabc"), List.of("", "ab", "acb"));
    regex("ÀÉΣЖ", List.of("àéσж", "ÀÉΣЖ", "àéςж"), List.of("aeσж"));
    regex("k", List.of("K"), List.of("\u212A"));
    regex("s", List.of("S"), List.of("ſ", "ß"));
    regex(".", List.of("a", "\u0000", "\uD83C\uDF44"), List.of("", "\n", "\r", "\u2028"));
    regex("^.$", List.of("\uD83C\uDF44", "é"), List.of("e\u0301", "ab"));
    regex("a.c", List.of("abc", "a\tc"), List.of("ac", "a\nc"));
    regex("\\.\\*\\\\\\/\\-", List.of(".*\\/-"), List.of("a"));
    regex("\\x41\\u0042\\u{43}", List.of("abc"), List.of("x41"));
    regex("\\t|\\n|\\r|\\f|\\v|\\0", List.of("\t", "\n", "\u0000", "\u000b"), List.of("t0"));
    regex("]}", List.of("]}"), List.of("]"));
    regex("cat|dog|", List.of("cat", "bird"), List.of());
    regex("^(cat|dog)$", List.of("CAT", "dog"), List.of("cats", "bird"));
  }

  private void sets() {
    regex("^[a-c]$", List.of("a", "B", "c"), List.of("d", "", "-"));
    regex("^[^a-c]$", List.of("d", "\n", "\uD83C\uDF44"), List.of("a", "B", ""));
    regex("^[A-Z]$", List.of("a", "Z"), List.of("é", "1"));
    regex("^[À-Ö]$", List.of("ä", "Ä"), List.of("a", "ø"));
    regex("^[\\d.,-]+$", List.of("1,234.5-"), List.of("a", ""));
    regex("^[-a]$", List.of("-", "a"), List.of("b"));
    regex("^[]$", List.of(), List.of("", "]", "a"));
    regex("^[^]$", List.of("\n", "a"), List.of("", "ab"));
    regex("^[\\]\\b]$", List.of("]", "\b"), List.of("b", "\\"));
    regex("^\\d\\D$", List.of("1a"), List.of("a1", "\u0661a"));
    regex("^\\w\\W$", List.of("_-", "aé"), List.of("é-", "ab"));
    regex("^\\s\\S$", List.of(" a", "\u00a0x", "\u3000x", "\ufeffx"), List.of("a ", "\u200bx"));
    regex("^[\\s\\d]+$", List.of("1 2"), List.of("1a"));
    regex(
        "[\\u{1F344}-\\u{1F345}]",
        List.of("\uD83C\uDF44"),
        List.of("\uD83C\uDF46", "\uD83C" + "\uDF43"));
  }

  private void anchors() {
    regex("^a", List.of("ab"), List.of("ba", "b\na"));
    regex("a$", List.of("ba"), List.of("ab", "a\n"));
    regex("^$", List.of(""), List.of("a", "\n"));
    regex("\\bcat\\b", List.of("a cat.", "cat", "é cat é"), List.of("cats", "concat"));
    regex("\\Bcat\\B", List.of("concatenate"), List.of("cat", "cats", "a cat"));
    regex("\\b", List.of("a", " a"), List.of("", " ", "é"));
    regex("\\B", List.of("", "ab", " "), List.of("a"));
    regex("a(^b|$)", List.of("a", "ba"), List.of("ab"));
  }

  private void repetitions() {
    regex("^ab*c$", List.of("ac", "abbbc"), List.of("abb", "adc"));
    regex("^ab+c$", List.of("abc", "abbc"), List.of("ac"));
    regex("^ab?c$", List.of("ac", "abc"), List.of("abbc"));
    regex("^a{3}$", List.of("aaa"), List.of("aa", "aaaa"));
    regex("^a{2,}$", List.of("aa", "aaaaa"), List.of("a"));
    regex("^a{1,3}$", List.of("a", "aaa"), List.of("", "aaaa"));
    regex("^a{0}$", List.of(""), List.of("a"));
    regex("^(ab|c){2}d$", List.of("abcd", "ccd"), List.of("abd", "cccd"));
    regex("^(a*)*$", List.of("", "aaa"), List.of("b"));
    regex("^(|a)+$", List.of("", "aaa"), List.of("b"));
    regex("^a+?b*?c??$", List.of("a", "aabbc"), List.of("c"));
    regex("^(?:ab)+$", List.of("abab"), List.of("aba"));
    regex("^(a+)+$", List.of("a".repeat(60)), List.of("a".repeat(60) + "!"));
    regex("^(a|aa)+$", List.of("a".repeat(60)), List.of("a".repeat(60) + "!"));
    regex("(x+x+)+y", List.of("x".repeat(60) + "y"), List.of("x".repeat(60)));
    regex("a.{20}b", List.of("a" + "a".repeat(20) + "b"), List.of("ab" + "a".repeat(60)));
  }

  private void like() {
    like("abc", List.of("abc"), List.of("ABC", "abcd", "xabc"));
    like("a%", List.of("a", "abc", "a\nb"), List.of("ba", ""));
    like("%b%", List.of("b", "abc"), List.of("ac", "B"));
    like("a_c", List.of("abc", "a\uD83C\uDF44c"), List.of("ac", "abbc"));
    like("%", List.of("", "x"), List.of());
    like("", List.of(""), List.of("x"));
    like("100\\%", List.of("100%"), List.of("1000"));
    like("a\\_b\\\\", List.of("a_b\\"), List.of("axb\\"));
    like("a.c*", List.of("a.c*"), List.of("abc"));
    like("%a%a%a%b", List.of("aaab"), List.of("a".repeat(200)));
    like("é", List.of("é"), List.of("É"));
  }

  private void refused() {
    refused("a)", 1);
    refused("(a", 0);
    refused("x[a", 1);
    refused("*a", 0);
    refused("a**", 1);
    refused("a*+", 1);
    refused("a{2", 1);
    refused("a{,2}", 1);
    refused("a{3,2}", 1);
    refused("a{1001}", 1);
    refused("{", 0);
    refused("^*", 0);
    refused("a\\b+", 1);
    refused("(a)\\1", 3);
    refused("\\k<a>", 0);
    refused("a(?=b)", 1);
    refused("a(?!b)", 1);
    refused("(?<=a)b", 0);
    refused("(?<!a)b", 0);
    refused("(?<n>a)", 0);
    refused("(?i)a", 0);
    refused("(?>a)", 0);
    refused("\\p{L}", 0);
    refused("\\q", 0);
    refused("\\", 0);
    refused("\\x4", 0);
    refused("\\u{110000}", 0);
    refused("\\ud800", 0);
    refused("\\01", 0);
    refused("[z-a]", 1);
    refused("[\\d-z]", 1);
    refused("[a-\\w]", 1);
    refused("(((a{100}){100}){100}){100}", 0);
    refused("(((){1000}){1000}){1000}", 0);
    refused("(".repeat(51) + ")".repeat(51), 50);
    refused("a".repeat(1001), 1000);
  }

  private void words() {
    words("");
    words(" ,.!? \u2014 \u00ab\u00bb \uD83C\uDF44");
    words("Hello, World!", "hello", "world");
    words("ÀÉÎÕÜ Ñandú Łódź Đorđe", "aeiou", "nandu", "lodz", "dorde");
    words(
        "Straße Ærø Œuvre Þór İzmir ırmak", "strasse", "aero", "oeuvre", "thor", "izmir", "irmak");
    words("Tiếng Việt", "tieng", "viet");
    words("e\u0301te\u0301 été", "ete", "ete");
    words("Ἀθῆναι ΆΈΉΊΌΎΏ ΣΊΣΥΦΟΣ", "αθηναι", "αεηιουω", "σισυφοσ");
    words("Ёлка Київ Йод", "елка", "киів", "иод");
    words("don't O’Brien e-mail a_b", "don", "t", "o", "brien", "e", "mail", "a", "b");
    words("R2D2 3,14 №5", "r2d2", "3", "14", "№5");
    words("東京 カナ ひら ABC", "東", "京", "カ", "ナ", "ひ", "ら", "abc");
    words("한국어 검색", "한국어", "검색");
    words("ｆｕｌｌ　Ｗｉｄｔｈ１", "full", "width1");
    words("مرحبا، عالم؟", "مرحبا", "عالم");
  }
}
