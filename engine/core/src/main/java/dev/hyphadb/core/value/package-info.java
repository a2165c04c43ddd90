/**
 * What a node can hold, the same on every platform, and its one byte form: canonical MessagePack
 * (DESIGN.md section 3; docs/protocol/values.md).
 *
 * <p>Values are immutable and may be shared between threads. Equal values have equal bytes and the
 * other way round. Readers treat their input as hostile; everything that is refused is refused with
 * a {@link dev.hyphadb.core.value.ValueException} that names the path of the fault.
 */
package dev.hyphadb.core.value;
