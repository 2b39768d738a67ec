package org.porin.pidf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.porin.stanza.Element;
import org.porin.stanza.Element.Text;

/**
 * A {@code <user-input/>} element (RFC 4480 §3.14): whether somebody is using a service or device.
 *
 * @param lastInput when they last did; whoever does not want to say leaves it out
 * @param idleThreshold how long without input counts as idle, in whole seconds, at least one
 */
public record UserInput(
    State state, Optional<Instant> lastInput, Optional<Duration> idleThreshold) {
  private static final String NAME = "user-input";
  private static final int MAX_SECONDS_CHARS = 9;

  /** The two states of the element. */
  public enum State {
    /** Input within the threshold. */
    ACTIVE,
    /** None for longer. */
    IDLE;

    /** The text of the element. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException when the threshold is not as described above
   */
  public UserInput {
    if (idleThreshold.filter(time -> time.getNano() != 0 || time.getSeconds() < 1).isPresent()) {
      throw new IllegalArgumentException("a threshold is whole seconds, at least one");
    }
  }

  /**
   * The first one among the extensions of a tuple or a status, or the children of a person or
   * device. An attribute that cannot be read is as one that is not there.
   */
  public static Optional<UserInput> in(List<Element> elements) {
    return Extensions.find(elements, Namespaces.RPID, NAME, Rpid::isRecognised)
        .flatMap(element -> read(element).stream())
        .findFirst();
  }

  /** The element. */
  public Element toElement() {
    Element element = Element.empty(Namespaces.RPID, NAME);
    if (idleThreshold.isPresent()) {
      element = element.with("idle-threshold", Long.toString(idleThreshold.get().toSeconds()));
    }
    if (lastInput.isPresent()) {
      element = element.with("last-input", Timestamp.format(lastInput.get()));
    }
    return element.with(new Text(state.wire()));
  }

  private static Optional<UserInput> read(Element element) {
    Optional<State> state =
        switch (element.text()) {
          case "active" -> Optional.of(State.ACTIVE);
          case "idle" -> Optional.of(State.IDLE);
          default -> Optional.empty();
        };
    return state.map(
        each ->
            new UserInput(
                each,
                Rpid.instant(element, "last-input"),
                element.attribute("idle-threshold").flatMap(UserInput::seconds)));
  }

  private static Optional<Duration> seconds(String text) {
    String digits = Space.trim(text);
    boolean readable =
        !digits.isEmpty()
            && digits.length() <= MAX_SECONDS_CHARS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return readable
        ? Optional.of(Duration.ofSeconds(Integer.parseInt(digits))).filter(time -> !time.isZero())
        : Optional.empty();
  }
}
