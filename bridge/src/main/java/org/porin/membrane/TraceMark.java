package org.porin.membrane;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.porin.profile.MessageOperation;

/**
 * What this bridge leaves in the trace of an operation (OPEN a 2): its opaque id and a digest of
 * the pair of addresses, so that the same message under the same addresses is a loop, and under
 * other addresses a spiral by an alias, which is legitimate (RFC 3860 §3.4.2). Only a hint, since
 * peers may strip it; the hop counter does not depend on it.
 *
 * @param bridgeId opaque and stable over restarts; letters and digits
 */
record TraceMark(String bridgeId) {
  TraceMark {
    if (!bridgeId.matches("[A-Za-z0-9]{4,40}")) {
      throw new IllegalArgumentException("a bridge id has 4 to 40 letters and digits");
    }
  }

  /** The mark for the operation's pair of addresses. */
  String of(MessageOperation operation) {
    return of(operation.source().toString(), operation.destination().toString());
  }

  /** The mark for a pair of URIs, of which one asks or tells the other. */
  String of(String source, String destination) {
    CRC32C digest = new CRC32C();
    String pair = source + "\n" + destination;
    digest.update(pair.getBytes(StandardCharsets.UTF_8));
    return bridgeId + "-" + Long.toHexString(digest.getValue());
  }

  /** Whether the operation has passed here under the same addresses. */
  boolean isIn(MessageOperation operation) {
    return !operation.trace().isEmpty() && operation.trace().contains(of(operation));
  }
}
