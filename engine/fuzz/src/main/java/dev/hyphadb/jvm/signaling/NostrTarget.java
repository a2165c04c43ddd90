package dev.hyphadb.jvm.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hyphadb.fuzz.Promise;
import dev.hyphadb.fuzz.Target;
import dev.hyphadb.jvm.crypto.SessionKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Events of Nostr relays: what is taken can be written, and read again as the same. */
public final class NostrTarget implements Target {
  @Override
  public void run(byte[] input) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(new String(input, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return;
    }
    NostrEvent event = NostrEvent.of(json);
    if (event != null) {
      event.isGenuine();
      Promise.equal(event, NostrEvent.of(event.json()), "an event that was read");
    }
  }

  @Override
  public List<byte[]> seeds() {
    SessionKey key = SessionKey.generate();
    List<List<String>> tags = List.of(List.of("x", "1".repeat(64)), List.of("p"));
    NostrEvent event = NostrEvent.signed(key, 1_700_000_000, 25_050, tags, "AQID");
    return List.of(event.json().toString().getBytes(StandardCharsets.UTF_8));
  }
}
