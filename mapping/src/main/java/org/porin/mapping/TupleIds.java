package org.porin.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.porin.address.Jid;

/**
 * Resources of XMPP as ids of tuples and back (RFC 3922 §5.1.1, §5.2.1). An id of the PIDF schema
 * is an NCName, which a resource need not be, so it has a prefix (RFC 8048 §6.2) and escapes (OPEN
 * d).
 */
final class TupleIds {
  /** The id for a bare JID, which has no resource; no id of a resource is equal to it. */
  static final String BARE = "bare";

  private static final String PREFIX = "ID-";
  private static final String HASH_PREFIX = "h-";
  private static final int HASH_OCTETS = 16;
  private static final int MAX_ESCAPE_DIGITS = 6;
  private static final Jid ANY = new Jid("", "example.com", "");

  private TupleIds() {}

  /** The id of a resource; of the empty one, {@link #BARE}. */
  static String ofResource(String resource) {
    if (resource.isEmpty()) {
      return BARE;
    }
    StringBuilder id = new StringBuilder(PREFIX.length() + resource.length()).append(PREFIX);
    for (int i = 0; i < resource.length(); ) {
      int c = resource.codePointAt(i);
      i += Character.charCount(c);
      boolean likeEscape = c == '_' && i < resource.length() && resource.charAt(i) == 'x';
      if (isNameChar(c) && !likeEscape) {
        id.appendCodePoint(c);
      } else {
        String digits = Integer.toHexString(c).toUpperCase(Locale.ROOT);
        id.append("_x").append(digits.length() < 2 ? "0" : "").append(digits).append('_');
      }
    }
    return id.toString();
  }

  /**
   * The resources for the ids of a document, in order and never one for two. The prefix goes where
   * all ids have it, or where no other id is the same without it; an id that is a resource as it is
   * goes before those that must be undone; what is no resource, or one that is taken, is known by
   * its digest.
   */
  static List<String> toResources(List<String> ids) {
    Set<String> all = Set.copyOf(ids);
    boolean allPrefixed = ids.stream().allMatch(id -> id.startsWith(PREFIX));
    String[] resources = new String[ids.size()];
    Set<String> taken = new HashSet<>();
    for (boolean literal : new boolean[] {true, false}) {
      for (int i = 0; i < resources.length; i++) {
        String id = ids.get(i);
        String bare = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
        String resource = unescape(allPrefixed || !all.contains(bare) ? bare : id);
        if (resource.equals(id) == literal) {
          resources[i] = canonical(resource).filter(taken::add).orElseGet(() -> digest(id));
          taken.add(resources[i]);
        }
      }
    }
    return List.of(resources);
  }

  private static Optional<String> canonical(String resource) {
    try {
      return Optional.of(ANY.withResource(resource).resource()).filter(r -> !r.isEmpty());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String unescape(String id) {
    if (id.indexOf("_x") < 0) {
      return id;
    }
    StringBuilder text = new StringBuilder(id.length());
    int i = 0;
    while (i < id.length()) {
      int end = id.startsWith("_x", i) ? id.indexOf('_', i + 2) : -1;
      int c = end < 0 ? -1 : codePoint(id.substring(i + 2, end));
      if (c < 0) {
        text.append(id.charAt(i++));
      } else {
        text.appendCodePoint(c);
        i = end + 1;
      }
    }
    return text.toString();
  }

  /** The character of an escape; -1 for what is none. */
  private static int codePoint(String digits) {
    boolean hex =
        digits.length() >= 2
            && digits.length() <= MAX_ESCAPE_DIGITS
            && digits.chars().allMatch(HexFormat::isHexDigit);
    int c = hex ? Integer.parseInt(digits, 16) : -1;
    boolean scalar = Character.isValidCodePoint(c) && (c < 0xD800 || c > 0xDFFF);
    return scalar ? c : -1;
  }

  private static String digest(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HASH_PREFIX + HexFormat.of().formatHex(digest, 0, HASH_OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** NameChar of XML 1.0 §2.3 without the colon. */
  private static boolean isNameChar(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '-'
          || c == '.'
          || c == '_';
    }
    return c == 0xB7
        || (c >= 0xC0 && c <= 0x37D && c != 0xD7 && c != 0xF7)
        || (c >= 0x37F && c <= 0x1FFF)
        || (c >= 0x200C && c <= 0x200D)
        || (c >= 0x203F && c <= 0x2040)
        || (c >= 0x2070 && c <= 0x218F)
        || (c >= 0x2C00 && c <= 0x2FEF)
        || (c >= 0x3001 && c <= 0xD7FF)
        || (c >= 0xF900 && c <= 0xFDCF)
        || (c >= 0xFDF0 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0xEFFFF);
  }
}
