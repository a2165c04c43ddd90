package dev.hyphadb.signaling;

import dev.hyphadb.signaling.Rejection.Reason;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is here and on which topics. One lock guards all of it and covers the hand-over to the {@link
 * Link}s, which only queue: so everybody on a topic sees its messages in one order, and nobody
 * hears from a peer after its {@code gone}.
 *
 * <p>Safe for any thread.
 */
final class Rooms {
  private final int topicsPerPeerMax;
  private final int peersPerTopicMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Member> members = new HashMap<>();
  private final Map<String, Map<String, Member>> topics = new HashMap<>();

  private record Member(Session session, Set<String> topics) {}

  Rooms(int topicsPerPeerMax, int peersPerTopicMax) {
    this.topicsPerPeerMax = topicsPerPeerMax;
    this.peersPerTopicMax = peersPerTopicMax;
  }

  /**
   * Gives the id to the session unless another holds it; returns the holder: the given session when
   * it succeeded.
   */
  Session enter(String peer, Session session) {
    lock.lock();
    try {
      return members
          .computeIfAbsent(peer, p -> new Member(session, new LinkedHashSet<>()))
          .session();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes the session and tells its topics; does nothing when the id has meanwhile passed to
   * another session.
   */
  void exit(String peer, Session session) {
    lock.lock();
    try {
      Member member = members.get(peer);
      if (member == null || member.session() != session) {
        return;
      }
      members.remove(peer);
      member.topics().forEach(topic -> part(topic, peer));
    } finally {
      lock.unlock();
    }
  }

  void join(String peer, String topic) throws Rejection {
    lock.lock();
    try {
      Member member = members.get(peer);
      if (member == null || member.topics().contains(topic)) {
        return;
      }
      if (member.topics().size() >= topicsPerPeerMax) {
        throw new Rejection(
            Reason.TOO_MANY_TOPICS,
            "A connection joins at most " + topicsPerPeerMax + " topics; leave one first.");
      }
      Map<String, Member> present = topics.get(topic);
      if (present != null && present.size() >= peersPerTopicMax) {
        throw new Rejection(
            Reason.TOPIC_FULL, "The topic holds " + peersPerTopicMax + " peers; try again later.");
      }
      topics.computeIfAbsent(topic, t -> new LinkedHashMap<>()).put(peer, member);
      member.topics().add(topic);
    } finally {
      lock.unlock();
    }
  }

  void leave(String peer, String topic) {
    lock.lock();
    try {
      Member member = members.get(peer);
      if (member != null && member.topics().remove(topic)) {
        part(topic, peer);
      }
    } finally {
      lock.unlock();
    }
  }

  private void part(String topic, String peer) {
    Map<String, Member> present = topics.get(topic);
    present.remove(peer);
    if (present.isEmpty()) {
      topics.remove(topic);
      return;
    }
    String gone = MessageCodec.gone(topic, peer);
    present.values().forEach(other -> other.session().deliver(gone));
  }

  /** Sends to every other peer on the topic; returns how many. */
  int publish(String from, String topic, String payload) throws Rejection {
    lock.lock();
    try {
      Map<String, Member> present = present(from, topic);
      String text = MessageCodec.message(topic, from, payload);
      for (Map.Entry<String, Member> other : present.entrySet()) {
        if (!other.getKey().equals(from)) {
          other.getValue().session().deliver(text);
        }
      }
      return present.size() - 1;
    } finally {
      lock.unlock();
    }
  }

  void send(String from, String topic, String to, String payload) throws Rejection {
    lock.lock();
    try {
      Member recipient = present(from, topic).get(to);
      if (recipient == null) {
        throw new Rejection(Reason.UNKNOWN_PEER, "The recipient is not on the topic.");
      }
      recipient.session().deliver(MessageCodec.message(topic, from, payload));
    } finally {
      lock.unlock();
    }
  }

  private Map<String, Member> present(String from, String topic) throws Rejection {
    Map<String, Member> present = topics.get(topic);
    if (present == null || !present.containsKey(from)) {
      throw new Rejection(Reason.NOT_JOINED, "Join the topic before sending to it.");
    }
    return present;
  }

  int peerCount() {
    lock.lock();
    try {
      return members.size();
    } finally {
      lock.unlock();
    }
  }

  int topicCount() {
    lock.lock();
    try {
      return topics.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the lock can be had within the time: false means that deliveries are stuck. */
  boolean responsive(long timeoutMillis) {
    try {
      if (!lock.tryLock(timeoutMillis, TimeUnit.MILLISECONDS)) {
        return false;
      }
      lock.unlock();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
