package org.porin.profile;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * The field {@code Subscription-State} of a NOTIFY (RFC 6665 §4.1.3, §8.2.3).
 *
 * @param state what became of the subscription
 * @param expires how long it lasts; empty where that is not said
 * @param reason why it ended; empty where that is not said, or in a word that is not known
 * @param retryAfter when to try again; empty where that is not said
 */
public record SubscriptionState(
    State state,
    Optional<Duration> expires,
    Optional<Reason> reason,
    Optional<Duration> retryAfter) {
  private static final int MAX_CHARS = 1_024;
  private static final int MAX_DIGITS = 9;

  /** The three states. */
  public enum State {
    /** Accepted: each change is told. */
    ACTIVE,
    /** Taken, and not decided. */
    PENDING,
    /** Over. */
    TERMINATED
  }

  /** Why a subscription ended (RFC 6665 §4.1.3). */
  public enum Reason {
    /** Subscribe again at once. */
    DEACTIVATED,
    /** Subscribe again later. */
    PROBATION,
    /** The target does not want it: do not subscribe again. */
    REJECTED,
    /** It ran out. */
    TIMEOUT,
    /** Nobody decided in time. */
    GIVEUP,
    /** There is no such target any more: do not subscribe again. */
    NORESOURCE,
    /** The state cannot change any more. */
    INVARIANT;

    /** Whether to subscribe again makes no sense. */
    public boolean isFinal() {
      return this == REJECTED || this == NORESOURCE;
    }

    private String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A subscription that goes on. */
  public static SubscriptionState of(State state, Duration expires) {
    return new SubscriptionState(state, Optional.of(expires), Optional.empty(), Optional.empty());
  }

  /** One that has ended. */
  public static SubscriptionState terminated(Reason reason) {
    return new SubscriptionState(
        State.TERMINATED, Optional.empty(), Optional.of(reason), Optional.empty());
  }

  /**
   * Reads a field value; parameters that are not known are passed over.
   *
   * @throws MalformedException when it does not begin with one of the three states
   */
  public static SubscriptionState parse(String text) throws MalformedException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedException("a shorter Subscription-State", MAX_CHARS);
    }
    String[] parts = text.split(";", -1);
    State state =
        switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
          case "active" -> State.ACTIVE;
          case "pending" -> State.PENDING;
          case "terminated" -> State.TERMINATED;
          default -> throw new MalformedException("active, pending or terminated", 0);
        };
    Optional<Duration> expires = Optional.empty();
    Optional<Reason> reason = Optional.empty();
    Optional<Duration> retryAfter = Optional.empty();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        String value = parts[i].substring(equals + 1).strip();
        switch (parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
          case "expires" -> expires = seconds(value);
          case "reason" -> reason = reason(value);
          case "retry-after" -> retryAfter = seconds(value);
          default -> {} // event-reason-extension and generic-param
        }
      }
    }
    return new SubscriptionState(state, expires, reason, retryAfter);
  }

  /** The field value. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(state.name().toLowerCase(Locale.ROOT));
    reason.ifPresent(each -> text.append(";reason=").append(each.wire()));
    expires.ifPresent(time -> text.append(";expires=").append(time.toSeconds()));
    retryAfter.ifPresent(time -> text.append(";retry-after=").append(time.toSeconds()));
    return text.toString();
  }

  private static Optional<Duration> seconds(String text) {
    boolean number = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      return Optional.empty();
    }
    return Optional.of(
        text.length() > MAX_DIGITS
            ? Duration.ofSeconds(Integer.MAX_VALUE)
            : Duration.ofSeconds(Integer.parseInt(text)));
  }

  private static Optional<Reason> reason(String text) {
    for (Reason reason : Reason.values()) {
      if (reason.wire().equalsIgnoreCase(text)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
