package dev.hyphadb.core.nlq;

import dev.hyphadb.core.query.Aggregate;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Prompts in controlled English or Spanish (docs/queries.md). Pure functions. */
public final class Prompts {
  private Prompts() {}

  /**
   * What a prompt means, and which words of it mean nothing here.
   *
   * @throws QueryException {@code query-too-large}
   */
  public static Understood understand(String prompt) {
    List<Token> words = PromptReader.read(prompt);
    Understood english = understand(prompt, words, English.VOCABULARY, "en");
    if (english.isWhole()) {
      return english;
    }
    Understood spanish = understand(prompt, words, Spanish.VOCABULARY, "es");
    boolean isSpanish =
        spanish.isWhole() || known(words, Spanish.VOCABULARY) > known(words, English.VOCABULARY);
    return isSpanish ? spanish : english;
  }

  /** How many of the words belong to the language. */
  private static long known(List<Token> words, Vocabulary vocabulary) {
    return vocabulary.understand(words).stream()
        .filter(token -> token.kind() == Token.Kind.WORD && token.meaning() != null)
        .count();
  }

  private static Understood understand(
      String prompt, List<Token> words, Vocabulary vocabulary, String language) {
    PromptGrammar grammar =
        new PromptGrammar(vocabulary.understand(words), prompt, vocabulary.nouns());
    Fields options = grammar.read();
    return new Understood(options, parts(prompt, grammar.leftOver()), language);
  }

  /** Neighbours as one. */
  private static List<Understood.Part> parts(String prompt, List<Token> tokens) {
    List<Understood.Part> parts = new ArrayList<>();
    int start = -1;
    int end = -1;
    for (Token token : tokens) {
      boolean isApart =
          start >= 0 && !prompt.substring(end, token.start()).replace(",", "").isBlank();
      if (isApart) {
        parts.add(new Understood.Part(start, end, prompt.substring(start, end)));
        start = -1;
      }
      start = start < 0 ? token.start() : start;
      end = token.end();
    }
    if (start >= 0) {
      parts.add(new Understood.Part(start, end, prompt.substring(start, end)));
    }
    return parts;
  }

  /**
   * Like {@link Query#parse} for options that may have a {@code prompt}; what else they say, such
   * as a {@code $limit}, comes before what the prompt says.
   *
   * @throws QueryException {@code not-understood} with the words and their positions, and what
   *     {@link Query#parse} throws
   */
  public static Query parse(Fields options) {
    Value prompt = options.get("prompt");
    if (prompt == null) {
      return Query.parse(options);
    }
    if (!(prompt instanceof Value.Text text)) {
      throw new QueryException("bad-option", "prompt", "prompt is a string");
    }
    if (options.has("query")) {
      throw new QueryException("bad-option", "prompt", "a prompt takes the place of query");
    }
    Understood understood = understand(text.value());
    if (!understood.isWhole()) {
      throw notUnderstood(understood);
    }
    Fields.Builder merged = Fields.builder();
    understood
        .options()
        .forEach((name, value) -> {
          if (!options.has(name)) {
            merged.put(name, value);
          }
        });
    options.forEach((name, value) -> {
      if (!name.equals("prompt")) {
        merged.put(name, value);
      }
    });
    return Query.parse(merged.build());
  }

  /**
   * Like {@link Aggregate#parse} for options that may have a {@code prompt}, which says what nodes
   * they are about and nothing else.
   *
   * @throws QueryException {@code not-understood}, and what {@link Aggregate#parse} throws
   */
  public static Aggregate parseAggregate(Fields options) {
    if (!options.has("prompt")) {
      return Aggregate.parse(options);
    }
    Fields ofPrompt =
        parse(options.has("query") ? options : Fields.of("prompt", options.get("prompt")))
            .options();
    for (String name : ofPrompt.names()) {
      if (!name.equals("query")) {
        throw new QueryException(
            "bad-option",
            "prompt",
            "the prompt of an aggregate says what nodes it is about; " + name + " is an option");
      }
    }
    Fields.Builder merged = Fields.builder();
    ofPrompt.forEach(merged::put);
    options.forEach((name, value) -> {
      if (!name.equals("prompt")) {
        merged.put(name, value);
      }
    });
    return Aggregate.parse(merged.build());
  }

  private static QueryException notUnderstood(Understood understood) {
    StringBuilder words = new StringBuilder();
    for (Understood.Part part : understood.leftOver()) {
      words.append(words.isEmpty() ? "" : ", ");
      words.append('"').append(part.text()).append("\" at ").append(part.start());
    }
    return new QueryException(
        "not-understood",
        "prompt",
        "not understood: " + words + "; put values that are not plain words into quotation marks");
  }
}
