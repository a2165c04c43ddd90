package dev.hyphadb.browser;

import dev.hyphadb.core.access.AccessException;
import dev.hyphadb.core.query.QueryException;
import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.core.value.ValueException;
import java.util.function.Supplier;
import org.teavm.jso.JSBody;

/**
 * Faults as JavaScript meets them: an {@code Error} with a stable {@code code}, the {@code path} of
 * what is wrong, and {@code isRefusal}, which says that nothing was changed by what failed.
 */
final class JsError {
  private JsError() {}

  /** Runs an action for JavaScript. */
  static <T> T translate(Supplier<T> action) {
    try {
      return action.get();
    } catch (ValueException e) {
      raise(e.getMessage(), e.code(), e.path(), true);
    } catch (QueryException e) {
      raise(e.getMessage(), e.code(), e.path(), true);
    } catch (AccessException e) {
      raise(e.getMessage(), e.code(), "", true);
    } catch (IllegalArgumentException e) {
      raise(e.getMessage(), "bad-argument", "", true);
    } catch (StoreException e) {
      raise(e.getMessage(), "storage", "", false);
    } catch (RuntimeException e) {
      raise("The engine failed: " + e, "internal", "", false);
    }
    throw new IllegalStateException("raise does not return");
  }

  @JSBody(
      params = {"message", "code", "path", "isRefusal"},
      script =
          "throw Object.assign(new Error(message), {code: code, path: path, isRefusal:"
              + " isRefusal});")
  private static native void raise(String message, String code, String path, boolean isRefusal);
}
