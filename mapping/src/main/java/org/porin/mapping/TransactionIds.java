package org.porin.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Supplier;
import org.porin.address.Jid;
import org.porin.profile.TransId;
import org.porin.stanza.Stanza;

/** TransID for a stanza (OPEN b): at most 40 octets, as RFC 3860 §3.1 wants of what is new. */
public final class TransactionIds {
  private static final int MAX_CHARS = 40;
  private static final int RANDOM_OCTETS = 16;
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private TransactionIds() {}

  /**
   * The id of the stanza itself where it is short and printable, else a digest of it and its
   * sender; without an id, 128 random bits.
   *
   * @param random gives 16 octets nobody can guess; asked only when needed
   */
  public static TransId of(Stanza stanza, Supplier<byte[]> random) {
    String id = stanza.id().orElse("");
    if (id.isEmpty()) {
      return random(random.get());
    }
    if (id.length() <= MAX_CHARS && isPrintable(id)) {
      return new TransId(id);
    }
    String source = stanza.from().map(Jid::toString).orElse("") + "|" + id;
    byte[] digest = sha256(source.getBytes(StandardCharsets.UTF_8));
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    return new TransId(text.substring(0, MAX_CHARS));
  }

  private static boolean isPrintable(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  /**
   * For an operation that no stanza stands behind.
   *
   * @param octets 16 that nobody can guess
   */
  public static TransId random(byte[] octets) {
    return new TransId(base32(octets));
  }

  /** 26 letters and digits of 128 bits. */
  private static String base32(byte[] octets) {
    if (octets.length != RANDOM_OCTETS) {
      throw new IllegalArgumentException("128 random bits");
    }
    StringBuilder text = new StringBuilder(26);
    for (int bit = 0; bit < RANDOM_OCTETS * 8; bit += 5) {
      int at = bit / 8;
      int next = at + 1 < RANDOM_OCTETS ? octets[at + 1] & 0xFF : 0;
      int window = (octets[at] & 0xFF) << 8 | next;
      text.append(BASE32.charAt(window >> (11 - bit % 8) & 31));
    }
    return text.toString();
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
