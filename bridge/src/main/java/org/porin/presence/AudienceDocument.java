package org.porin.presence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.mapping.Availability;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.UserPresence;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.pidf.Show;
import org.porin.sip.MediaRange;
import org.porin.sip.MediaType;
import org.porin.stanza.LangText;
import org.porin.wire.MalformedException;

/** What a NOTIFY carries, in the bearer that the watcher takes (RFC 3856 §6.7, OPEN n). */
final class AudienceDocument {
  private static final String PIDF = "application/pidf+xml";
  private static final String CPIM = "message/cpim";
  private static final int DIGEST_OCTETS = 16;
  private static final int MOST_TYPES = 16;
  private static final int MOST_TYPE_CHARS = 256;

  private AudienceDocument() {}

  /** Of the content types that a watcher names, as many as are kept. */
  static List<String> bounded(List<String> accept) {
    return accept.stream()
        .filter(type -> type.length() <= MOST_TYPE_CHARS)
        .limit(MOST_TYPES)
        .toList();
  }

  /** Whether a watcher takes presence in any form; who names no type does (RFC 3856 §6.5). */
  static boolean isTaken(List<String> accept) {
    return takes(accept, PIDF) || takes(accept, CPIM);
  }

  /** The document for a watcher. */
  static MimeEntity of(UserPresence user, PresUri watcher, List<String> accept, Instant now) {
    return takes(accept, PIDF)
        ? PresenceMapping.toEntity(user)
        : wrapped(PresenceMapping.toCpim(user, watcher, now));
  }

  /** A secured document as it stands, bare or wrapped; empty for whom takes neither. */
  static Optional<MimeEntity> secured(
      MimeEntity object, PresUri user, PresUri watcher, List<String> accept, Instant now) {
    var type = object.contentType();
    if (takes(accept, type.type() + "/" + type.subtype())) {
      return Optional.of(object);
    }
    return takes(accept, CPIM)
        ? Optional.of(wrapped(PresenceMapping.toCpim(object, user, watcher, now)))
        : Optional.empty();
  }

  /**
   * Two presences with the same digest tell a watcher the same. Times are not in it (OPEN a 4), nor
   * is who is gone while others are there: what a document leaves out is gone as well.
   *
   * @return 22 chars, or none for a presence of which there is nothing to tell
   */
  static String digest(UserPresence user) {
    if (user.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    UserPresence told = user.afterTelling();
    for (Map.Entry<String, UserPresence.Said> entry : told.resources().entrySet()) {
      Availability availability = entry.getValue().availability();
      add(text, availability.available() ? "open" : "closed");
      add(text, availability.available() ? entry.getKey() : "");
      add(text, availability.show().map(Show::wire).orElse(""));
      add(text, availability.priority().toString());
      add(text, availability.idleSince().toString());
      add(text, Integer.toString(availability.statuses().size()));
      for (LangText status : availability.statuses()) {
        add(text, status.lang().orElse(""));
        add(text, status.text());
      }
    }
    byte[] hash = sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(hash, DIGEST_OCTETS));
  }

  private static void add(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static MimeEntity wrapped(CpimMessage message) {
    return MimeEntity.of(List.of(new MimeHeader("Content-Type", CPIM)), CpimCodec.encode(message));
  }

  private static boolean takes(List<String> accept, String type) {
    if (accept.isEmpty()) {
      return type.equals(PIDF);
    }
    List<MediaRange> ranges = new ArrayList<>(accept.size());
    for (String range : accept) {
      try {
        ranges.add(MediaRange.parse(range));
      } catch (MalformedException e) {
        // names no type, so nothing is taken by it
      }
    }
    try {
      return MediaRange.takes(ranges, MediaType.parse(type));
    } catch (MalformedException e) {
      return false;
    }
  }
}
