package org.porin.pidf;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a person is doing, in the words of RFC 4480 §3.2. */
public enum Activity {
  APPOINTMENT,
  AWAY,
  BREAKFAST,
  BUSY,
  DINNER,
  HOLIDAY,
  IN_TRANSIT,
  LOOKING_FOR_WORK,
  LUNCH,
  MEAL,
  MEETING,
  ON_THE_PHONE,
  PERFORMANCE,
  PERMANENT_ABSENCE,
  PLAYING,
  PRESENTATION,
  SHOPPING,
  SLEEPING,
  SPECTATOR,
  STEERING,
  TRAVEL,
  TV,
  UNKNOWN,
  VACATION,
  WORKING,
  WORSHIP;

  private static final Map<String, Activity> BY_WIRE = new HashMap<>();

  static {
    for (Activity activity : values()) {
      BY_WIRE.put(activity.wire(), activity);
    }
  }

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name of its element. */
  public String wire() {
    return wire;
  }

  /** The activity of that element name. */
  public static Optional<Activity> of(String wire) {
    return Optional.ofNullable(BY_WIRE.get(wire));
  }

  /** The word of XMPP for it, for the few that have one. */
  public Optional<Show> show() {
    return switch (this) {
      case BUSY, ON_THE_PHONE -> Optional.of(Show.DND);
      case AWAY -> Optional.of(Show.AWAY);
      case PERMANENT_ABSENCE, VACATION -> Optional.of(Show.XA);
      default -> Optional.empty();
    };
  }
}
