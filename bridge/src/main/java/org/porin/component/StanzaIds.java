package org.porin.component;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.porin.address.Jid;
import org.porin.profile.TransId;

/** Makes ids: of stanzas that this bridge sends, and of operations that arrive. Thread-safe. */
final class StanzaIds {
  private static final int TRANS_ID_OCTETS = 40; // RFC 3860 §3.1
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private final RandomGenerator random;
  private final String prefix;
  private final AtomicLong count = new AtomicLong();

  /**
   * @param random must not be predictable, so that nobody can answer in another's name; safe for
   *     many threads
   */
  StanzaIds(RandomGenerator random) {
    this.random = random;
    this.prefix = base32(13);
  }

  /** An id that no other stanza of this bridge has, also not after a restart (RFC 6120 §8.1.3). */
  String next() {
    return prefix + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
  }

  /** An id that cannot be guessed from those before. */
  String nextUnguessable() {
    return base32(26);
  }

  /** The TransID of a message by OPEN b: the stanza's id where that will do, else made from it. */
  TransId transId(Optional<String> stanzaId, Jid from) {
    return new TransId(
        stanzaId
            .filter(id -> !id.isEmpty())
            .map(id -> isTransId(id) ? id : digest(from + "|" + id))
            .orElseGet(() -> base32(26)));
  }

  private static boolean isTransId(String id) {
    return id.length() <= TRANS_ID_OCTETS && id.chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(digest).substring(0, TRANS_ID_OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private String base32(int chars) {
    StringBuilder text = new StringBuilder(chars);
    for (int i = 0; i < chars; i++) {
      text.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return text.toString();
  }
}
