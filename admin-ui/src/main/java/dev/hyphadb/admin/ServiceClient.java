package dev.hyphadb.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a service for JSON: no redirects, one time limit for the whole answer, one size limit. Any
 * thread.
 */
final class ServiceClient implements AutoCloseable {
  /** An answer: {@code body} is a missing node when it was not a JSON object. */
  record Answer(int status, JsonNode body, long latencyMillis) {}

  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();
  private final Duration timeout;
  private final int bytesMax;

  ServiceClient(Duration timeout, int bytesMax) {
    this.timeout = timeout;
    this.bytesMax = bytesMax;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Completes within the time limit, exceptionally when there is no usable answer: see {@link
   * #explain}.
   */
  CompletableFuture<Answer> get(URI base, String path) {
    long startNanos = System.nanoTime();
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(timeout)
            .header("Accept", "application/json")
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, info -> new BoundedBody(bytesMax));
    CompletableFuture<Answer> answer =
        exchange
            .thenApply(response ->
                new Answer(
                    response.statusCode(),
                    parse(response.body()),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos)))
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    // The request's own timeout ends with the headers; a body that never ends is cut off here.
    answer.whenComplete((ok, failure) -> exchange.cancel(true));
    return answer;
  }

  private JsonNode parse(byte[] body) {
    try {
      JsonNode node = json.readTree(body);
      return node != null && node.isObject() ? node : json.missingNode();
    } catch (JsonProcessingException e) {
      return json.missingNode();
    } catch (IOException e) {
      return json.missingNode();
    }
  }

  /** The failure as a sentence for people. */
  static String explain(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case ConnectException e -> "Nothing listens at this address. Is the service started?";
      case TimeoutException e -> "It did not answer in time.";
      case java.net.http.HttpTimeoutException e -> "It did not answer in time.";
      case TooLargeException e -> "Its answer was too large and was dropped.";
      default -> "The connection broke.";
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static final class TooLargeException extends IOException {
    TooLargeException() {
      super("The answer exceeds the size limit.");
    }
  }

  /** Collects a body up to the bound and cancels the transfer beyond it. */
  private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    private final int bytesMax;
    private Flow.Subscription subscription;

    BoundedBody(int bytesMax) {
      this.bytesMax = bytesMax;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (bytes.size() + buffer.remaining() > bytesMax) {
          subscription.cancel();
          result.completeExceptionally(new TooLargeException());
          return;
        }
        byte[] chunk = new byte[buffer.remaining()];
        buffer.get(chunk);
        bytes.writeBytes(chunk);
      }
    }

    @Override
    public void onError(Throwable failure) {
      result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      result.complete(bytes.toByteArray());
    }
  }
}
