package dev.hyphadb.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hyphadb.Subscription;
import dev.hyphadb.core.nlq.Prompts;
import dev.hyphadb.core.query.LiveEvent;
import dev.hyphadb.core.query.Query;
import dev.hyphadb.core.value.Fields;
import dev.hyphadb.core.value.Value;
import dev.hyphadb.node.Views.EventView;
import dev.hyphadb.node.Views.LiveProblemView;
import dev.hyphadb.node.Views.UnsubscribedView;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The conversation on one live connection: subscriptions by their keys. Its messages arrive one at
 * a time; it may be closed from any thread.
 */
final class LiveSession {
  private static final Logger LOG = Logger.getLogger(LiveSession.class);
  private static final int KEY_CHARACTERS_MAX = 64;

  private final ServedDatabase database;
  private final Outbox outbox;
  private final Context context;
  private final NodeConfig.LiveConfig limits;
  private final Map<String, Subscription> subscriptions = new HashMap<>();
  private int keysMade;
  private int rejections;
  private boolean isClosed;

  /** What all sessions share. */
  record Context(Bodies bodies, Problems problems, NodeMetrics metrics, ObjectMapper mapper) {}

  LiveSession(
      ServedDatabase database, Outbox outbox, Context context, NodeConfig.LiveConfig limits) {
    this.database = database;
    this.outbox = outbox;
    this.context = context;
    this.limits = limits;
  }

  /**
   * Takes a message, whatever it contains.
   *
   * @return whether the client may stay
   */
  boolean receive(String text) {
    String key = null;
    try {
      Fields message = context.bodies().readText(text.getBytes(StandardCharsets.UTF_8));
      boolean isUnsubscription = message.has("unsubscribe");
      key = key(message, isUnsubscription ? "unsubscribe" : "subscription");
      if (isUnsubscription) {
        Operations.requireOnly(message, Set.of("unsubscribe"), "");
        unsubscribe(key);
      } else {
        subscribe(key, message);
      }
      return true;
    } catch (RuntimeException e) {
      return reject(key, e);
    }
  }

  /** Answers with what is wrong. */
  boolean reject(String key, RuntimeException failure) {
    ProblemException problem = context.problems().describe(failure);
    context.metrics().rejected(problem.code());
    outbox.offer(() -> write(new LiveProblemView(key, Problem.of(problem))));
    return ++rejections <= limits.rejectionsMax();
  }

  private String key(Fields message, String field) {
    return switch (message.get(field)) {
      case null -> "subscription-" + ++keysMade;
      case Value.Text text
          when !text.value().isEmpty() && text.value().length() <= KEY_CHARACTERS_MAX ->
          text.value();
      default ->
          throw ProblemException.badRequest(
              "bad-subscription",
              field,
              "A key is a string of 1 to " + KEY_CHARACTERS_MAX + " characters");
    };
  }

  private void subscribe(String key, Fields message) {
    Query query = Prompts.parse(without(message, "subscription"));
    database.awaitSettled();
    synchronized (this) {
      if (isClosed) {
        return;
      }
      if (subscriptions.containsKey(key)) {
        throw ProblemException.badRequest(
            "subscription-in-use",
            "subscription",
            "This connection has a subscription of that key");
      }
      if (subscriptions.size() >= limits.subscriptionsPerConnectionMax()) {
        throw ProblemException.badRequest(
            "too-many-subscriptions",
            "",
            "A connection has at most "
                + limits.subscriptionsPerConnectionMax()
                + " subscriptions");
      }
      subscriptions.put(key, database.hypha().map(query, event -> deliver(key, event)));
      context.metrics().subscriptions(1);
    }
  }

  private void deliver(String key, LiveEvent event) {
    outbox.offerEvent(() -> write(EventView.of(key, event)));
  }

  private synchronized void unsubscribe(String key) {
    Subscription ended = subscriptions.remove(key);
    if (ended == null) {
      throw ProblemException.badRequest(
          "no-such-subscription", "unsubscribe", "This connection has no subscription of that key");
    }
    ended.close();
    context.metrics().subscriptions(-1);
    outbox.offer(() -> write(new UnsubscribedView(key)));
  }

  private static Fields without(Fields fields, String name) {
    Fields.Builder rest = Fields.builder();
    fields.forEach((field, value) -> {
      if (!field.equals(name)) {
        rest.put(field, value);
      }
    });
    return rest.build();
  }

  private String write(Object message) {
    try {
      return context.mapper().writeValueAsString(message);
    } catch (JsonProcessingException e) {
      LOG.error("An event could not be written", e);
      return "{}";
    }
  }

  /** Ends all subscriptions. Idempotent. */
  synchronized void close() {
    isClosed = true;
    outbox.close();
    context.metrics().subscriptions(-subscriptions.size());
    subscriptions.values().forEach(Subscription::close);
    subscriptions.clear();
  }
}
