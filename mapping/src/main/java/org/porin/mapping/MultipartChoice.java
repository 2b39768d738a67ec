package org.porin.mapping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.MediaType;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.Multipart;
import org.porin.msgfmt.MultipartLimits;
import org.porin.msgfmt.TransferEncoding;
import org.porin.profile.Failure.Reason;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Which part of a multipart body becomes the message: of alternatives the best that can be carried,
 * which stands last (RFC 2046 §5.1.4); of parts in a row the first one (§5.1.3), and so of every
 * kind that is not known here (§5.1.7). What can be carried is text, a Message/CPIM object and a
 * secured object; an attachment is no message.
 */
final class MultipartChoice {
  private static final Pattern REQUIRED =
      Pattern.compile(";\\s*handling\\s*=\\s*\"?required\"?\\s*(?:;|$)");

  private final CpimLimits objectLimits;
  private final MultipartLimits limits;
  private final List<Omission> omissions = new ArrayList<>();

  private MultipartChoice(CpimLimits objectLimits) {
    MultipartLimits usual = MultipartLimits.DEFAULT;
    this.objectLimits = objectLimits;
    this.limits = new MultipartLimits(objectLimits.octets(), usual.parts(), usual.depth());
  }

  /**
   * The part that is chosen, itself no multipart but a secured one, and what is left out for it.
   *
   * @param limits what a body and a Message/CPIM object in it may make us hold
   * @throws MalformedException with an offset in octets of the body, when it has no such parts
   * @throws UnmappableException when no part can be carried, or one is left out that its sender
   *     requires
   */
  static Mapped<MimeEntity> of(MediaType type, Octets body, CpimLimits limits)
      throws MalformedException, UnmappableException {
    MultipartChoice choice = new MultipartChoice(limits);
    List<MimeEntity> parts = Multipart.parts(type, body, choice.limits);
    MimeEntity chosen =
        choice
            .among(type, parts, 1)
            .orElseThrow(() -> refusal("no part of the " + type.essence() + " can be carried"));
    return new Mapped<>(chosen, choice.omissions);
  }

  /**
   * Content of that type has parts to choose from, and is not one whole, as secured objects are.
   */
  static boolean isFor(MediaType type) {
    return type.type().equals("multipart") && !EndToEndMapping.isSecured(type);
  }

  private Optional<MimeEntity> among(MediaType type, List<MimeEntity> parts, int depth)
      throws UnmappableException {
    boolean alternatives = type.is("multipart", "alternative");
    List<MimeEntity> order = new ArrayList<>(parts);
    if (alternatives) {
      Collections.reverse(order);
    }
    for (MimeEntity part : order) {
      int before = omissions.size();
      Optional<MimeEntity> chosen = inside(part, depth);
      if (chosen.isPresent()) {
        String clause = "RFC 2046 §" + clause(type);
        for (MimeEntity other : parts) {
          if (other != part) {
            if (!alternatives && isRequired(other)) {
              throw refusal(
                  "a part of type " + other.contentType().essence() + " is required (handling)");
            }
            omissions.add(new Omission("part of type " + other.contentType().essence(), clause));
          }
        }
        return chosen;
      }
      omissions.subList(before, omissions.size()).clear();
    }
    return Optional.empty();
  }

  /** The part itself, or what is chosen inside of it. */
  private Optional<MimeEntity> inside(MimeEntity part, int depth) {
    MediaType type = part.contentType();
    if (isAttachment(part)) {
      return Optional.empty();
    }
    if (!isFor(type)) {
      return isCarried(part) ? Optional.of(part) : Optional.empty();
    }
    if (depth == limits.depth() || !isIdentity(part)) {
      return Optional.empty();
    }
    try {
      return among(type, Multipart.parts(type, part.body(), limits), depth + 1);
    } catch (MalformedException | UnmappableException e) {
      return Optional.empty();
    }
  }

  private boolean isCarried(MimeEntity part) {
    MediaType type = part.contentType();
    if (EndToEndMapping.isSecured(type)) {
      return true;
    }
    try {
      Optional<Octets> octets = TransferEncoding.undo(part);
      if (octets.isEmpty()) {
        return false;
      }
      if (type.is("message", "cpim")) {
        CpimCodec.decodeLenient(octets.get(), objectLimits);
      } else {
        PlainText.ofSip(type, octets.get());
      }
      return true;
    } catch (MalformedException | UnmappableException e) {
      return false;
    }
  }

  /** RFC 2045 §6.4: a multipart has no transfer encoding that changes it. */
  private static boolean isIdentity(MimeEntity part) {
    return TransferEncoding.isIdentity(part.header("Content-Transfer-Encoding").orElse("7bit"));
  }

  private static boolean isAttachment(MimeEntity part) {
    return disposition(part).matches("\\s*attachment\\s*(?:;.*)?");
  }

  /** RFC 3261 §20.11: whoever cannot process it refuses the message. */
  private static boolean isRequired(MimeEntity part) {
    return REQUIRED.matcher(disposition(part)).find();
  }

  private static String disposition(MimeEntity part) {
    return part.header("Content-Disposition").orElse("").toLowerCase(Locale.ROOT);
  }

  private static String clause(MediaType type) {
    return switch (type.subtype()) {
      case "mixed" -> "5.1.3";
      case "alternative" -> "5.1.4";
      case "digest" -> "5.1.5";
      case "parallel" -> "5.1.6";
      default -> "5.1.7";
    };
  }

  private static UnmappableException refusal(String text) {
    return new UnmappableException(Reason.UNSUPPORTED_CONTENT, text);
  }
}
