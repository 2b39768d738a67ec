package org.porin.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.porin.msgfmt.DateTime;
import org.porin.stanza.Element;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Whether somebody is composing a message (RFC 3994 §4).
 *
 * @param active whether they are; else they are idle
 * @param lastActive when they last were, where that is said
 * @param contentType what they compose, where that is said
 * @param refresh for how long this holds, in whole seconds; empty for {@link #DEFAULT_REFRESH}
 */
public record IsComposing(
    boolean active,
    Optional<Instant> lastActive,
    Optional<String> contentType,
    Optional<Duration> refresh) {
  /** The media type of the document (§6.1). */
  public static final String MEDIA_TYPE = "application/im-iscomposing+xml";

  /** How long an active state holds that does not say it (§3.2). */
  public static final Duration DEFAULT_REFRESH = Duration.ofSeconds(120);

  private static final String NAMESPACE = "urn:ietf:params:xml:ns:im-iscomposing";
  private static final int MAX_DIGITS = 6;

  /** A state that says no more than itself. */
  public static IsComposing of(boolean active) {
    return new IsComposing(active, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Reads a document. A state that is not known is idle (§3.4); what cannot be read of the rest is
   * as if it was not there.
   *
   * @throws MalformedException with an offset in octets, when it is none
   */
  public static IsComposing parse(Octets document) throws MalformedException {
    Element root = SmallDocument.parse(document);
    Optional<String> state = SmallDocument.text(root, "state");
    if (!root.is(NAMESPACE, "isComposing") || state.isEmpty()) {
      throw new MalformedException("isComposing with a state", 0);
    }
    return new IsComposing(
        state.get().equals("active"),
        SmallDocument.text(root, "lastactive").flatMap(IsComposing::instant),
        SmallDocument.text(root, "contenttype").filter(text -> !text.isEmpty()),
        SmallDocument.text(root, "refresh").flatMap(IsComposing::seconds));
  }

  /** The document, elements in the order of the schema (§4). */
  public Octets encode() {
    Element root =
        with("state", active ? "active" : "idle", Element.empty(NAMESPACE, "isComposing"));
    if (lastActive.isPresent()) {
      root = with("lastactive", DateTime.format(lastActive.get()), root);
    }
    if (contentType.isPresent()) {
      root = with("contenttype", contentType.get(), root);
    }
    if (refresh.isPresent()) {
      root = with("refresh", Long.toString(refresh.get().toSeconds()), root);
    }
    return SmallDocument.write(root);
  }

  private static Element with(String name, String text, Element root) {
    return root.with(SmallDocument.of(NAMESPACE, name, text));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(DateTime.parse(text));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> seconds(String text) {
    boolean number =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number
        ? Optional.of(Duration.ofSeconds(Integer.parseInt(text))).filter(time -> !time.isZero())
        : Optional.empty();
  }
}
