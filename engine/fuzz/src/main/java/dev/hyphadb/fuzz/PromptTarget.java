package dev.hyphadb.fuzz;

import dev.hyphadb.core.nlq.Prompts;
import dev.hyphadb.core.nlq.Understood;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.value.ValueException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Prompts: what is understood is a query or refused as one; what is not understood is named. */
final class PromptTarget implements Target {
  @Override
  public void run(byte[] input) {
    String prompt = new Pieces(input).restAsText();
    Understood understood;
    try {
      understood = Prompts.understand(prompt);
    } catch (QueryException e) {
      return;
    }
    for (Understood.Part part : understood.leftOver()) {
      Promise.equal(
          prompt.substring(part.start(), part.end()),
          part.text(),
          "the place of what is left over");
    }
    try {
      Query.parse(understood.options());
    } catch (QueryException | ValueException e) {
      Promise.holds(!e.getMessage().isEmpty(), "a refusal has a reason");
    }
  }

  @Override
  public List<byte[]> seeds() {
    return Stream.of(
            "only Companies",
            "a Company, then a descendant of type Employee named Bob",
            "Products where price is between 10 and 20.5 order by price descending limit 5",
            "users whose age > 30 and (city is Paris or city is not Rome) after u7",
            "full text search \"peer to peer\" in title",
            "events with date between 2024-01-01 and 2024-12-31",
            "personas cuyo nombre empieza por Ana y edad mayor que 30 ordenadas por edad",
            "name like '%a_', tags includes red, email exists")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
