package dev.hyphadb.core.nlq;

import dev.hyphadb.core.nlq.Token.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * The words and phrases of one language. The longest phrase counts; case and accents do not.
 * Immutable.
 */
final class Vocabulary {
  private final Nouns nouns;
  private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();

  private record Phrase(List<String> words, Meaning meaning) {}

  private Vocabulary(Nouns nouns) {
    this.nouns = nouns;
  }

  /**
   * @param table lines of a meaning's name, a colon, and its phrases between bars
   */
  static Vocabulary of(Nouns nouns, String table) {
    Vocabulary vocabulary = new Vocabulary(nouns);
    for (String line : parts(table, "\n")) {
      if (line.isBlank()) {
        continue;
      }
      int colon = line.indexOf(':');
      Meaning meaning = Meaning.valueOf(line.substring(0, colon).trim());
      for (String phrase : parts(line.substring(colon + 1), "|")) {
        vocabulary.add(phrase.trim(), meaning);
      }
    }
    for (List<Phrase> phrases : vocabulary.byFirstWord.values()) {
      phrases.sort(Comparator.comparingInt(phrase -> -phrase.words().size()));
    }
    return vocabulary;
  }

  /** Not by {@code split}, which would bring all regular expressions into a browser's module. */
  private static List<String> parts(String text, String separator) {
    List<String> parts = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text, separator);
    while (tokens.hasMoreTokens()) {
      parts.add(tokens.nextToken());
    }
    return parts;
  }

  private void add(String phrase, Meaning meaning) {
    List<String> words = parts(phrase, " ");
    byFirstWord
        .computeIfAbsent(words.get(0), each -> new ArrayList<>())
        .add(new Phrase(words, meaning));
  }

  Nouns nouns() {
    return nouns;
  }

  /** The tokens with their meanings, a phrase as one token. */
  List<Token> understand(List<Token> tokens) {
    List<Token> understood = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      Token token = tokens.get(at);
      Phrase phrase = token.kind() == Kind.WORD ? phraseAt(tokens, at) : null;
      if (phrase == null) {
        understood.add(token);
        at++;
        continue;
      }
      int length = phrase.words().size();
      String text = length == 1 ? token.text() : String.join(" ", phrase.words());
      int end = tokens.get(at + length - 1).end();
      understood.add(new Token(Kind.WORD, token.start(), end, text, phrase.meaning(), null));
      at += length;
    }
    return understood;
  }

  private Phrase phraseAt(List<Token> tokens, int at) {
    for (Phrase phrase : byFirstWord.getOrDefault(fold(tokens.get(at).text()), List.of())) {
      if (isAt(phrase, tokens, at)) {
        return phrase;
      }
    }
    return null;
  }

  private static boolean isAt(Phrase phrase, List<Token> tokens, int at) {
    if (at + phrase.words().size() > tokens.size()) {
      return false;
    }
    for (int i = 1; i < phrase.words().size(); i++) {
      Token token = tokens.get(at + i);
      if (token.kind() != Kind.WORD || !fold(token.text()).equals(phrase.words().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Small letters without the accents of Spanish. */
  static String fold(String word) {
    StringBuilder folded = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = Character.toLowerCase(word.charAt(i));
      int accent = "áéíóúüñ’".indexOf(c);
      folded.append(accent < 0 ? c : "aeiouun'".charAt(accent));
    }
    return folded.toString();
  }
}
