/**
 * Values from and to JSON text, the same everywhere: an object whose only field is {@code $bytes},
 * with base64 text, stands for bytes; integers are exact up to 64 bits.
 *
 * <p>Knows Jackson and {@code core.value}, nothing else. Stateless; any thread. What surrounds a
 * value in a file or a request is left to the callers.
 */
package dev.hyphadb.jvm.json;
