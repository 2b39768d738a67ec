package org.porin.stanza;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a stanza failed (RFC 6120 §8.3).
 *
 * @param type what the sender should do
 * @param condition what went wrong
 * @param detail the character data inside the condition, which only {@code <gone/>} and {@code
 *     <redirect/>} have: the new address (RFC 6120 §8.3.3.5, §8.3.3.14)
 * @param text the cause in words for the user
 * @param application what a protocol on top of XMPP calls it, when written (RFC 6120 §8.3.4); not
 *     kept when read
 */
public record StanzaError(
    Type type,
    Condition condition,
    Optional<String> detail,
    Optional<String> text,
    Optional<Element> application) {
  /** The namespace of conditions and of {@code <text/>}. */
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-stanzas";

  /** An error that no other protocol has a word for. */
  public StanzaError(
      Type type, Condition condition, Optional<String> detail, Optional<String> text) {
    this(type, condition, detail, text, Optional.empty());
  }

  /** This error under the name that another protocol has for it. */
  public StanzaError called(Element application) {
    return new StanzaError(type, condition, detail, text, Optional.of(application));
  }

  /** An error of a condition with its usual type and a text that names the cause. */
  public static StanzaError of(Condition condition, String text) {
    return new StanzaError(condition.usualType(), condition, Optional.empty(), Optional.of(text));
  }

  /** What the sender should do (RFC 6120 §8.3.2). */
  public enum Type {
    AUTH,
    CANCEL,
    CONTINUE,
    MODIFY,
    WAIT;

    /** The value of the attribute. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The defined conditions (RFC 6120 §8.3.3), each with the type that the RFC gives it first. */
  public enum Condition {
    BAD_REQUEST(Type.MODIFY),
    CONFLICT(Type.CANCEL),
    FEATURE_NOT_IMPLEMENTED(Type.CANCEL),
    FORBIDDEN(Type.AUTH),
    GONE(Type.CANCEL),
    INTERNAL_SERVER_ERROR(Type.CANCEL),
    ITEM_NOT_FOUND(Type.CANCEL),
    JID_MALFORMED(Type.MODIFY),
    NOT_ACCEPTABLE(Type.MODIFY),
    NOT_ALLOWED(Type.CANCEL),
    NOT_AUTHORIZED(Type.AUTH),
    POLICY_VIOLATION(Type.MODIFY),
    RECIPIENT_UNAVAILABLE(Type.WAIT),
    REDIRECT(Type.MODIFY),
    REGISTRATION_REQUIRED(Type.AUTH),
    REMOTE_SERVER_NOT_FOUND(Type.CANCEL),
    REMOTE_SERVER_TIMEOUT(Type.WAIT),
    RESOURCE_CONSTRAINT(Type.WAIT),
    SERVICE_UNAVAILABLE(Type.CANCEL),
    SUBSCRIPTION_REQUIRED(Type.AUTH),
    UNDEFINED_CONDITION(Type.CANCEL),
    UNEXPECTED_REQUEST(Type.WAIT);

    private final Type usualType;

    Condition(Type usualType) {
      this.usualType = usualType;
    }

    /** The type that goes with the condition unless more is known. */
    public Type usualType() {
      return usualType;
    }

    /** The element name, {@code remote-server-not-found}. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
