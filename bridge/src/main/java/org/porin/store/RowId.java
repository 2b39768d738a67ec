package org.porin.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Ids of rows: 128 bits of SHA-256 over what names them, which a peer may have made long. */
final class RowId {
  private static final int OCTETS = 16;

  private RowId() {}

  /** The digest of texts in their order, of which none runs into the next. */
  static String of(String... names) {
    MessageDigest digest = sha256();
    for (String name : names) {
      byte[] octets = name.getBytes(StandardCharsets.UTF_8);
      digest.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(octets);
    }
    byte[] id = Arrays.copyOf(digest.digest(), OCTETS);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
