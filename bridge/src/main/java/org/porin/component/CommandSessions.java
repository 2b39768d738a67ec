package org.porin.component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.porin.stanza.StanzaError.Condition;

/**
 * The names of sessions (XEP-0050 §3.3). Nothing is kept of one: its name says which command it is
 * of and since when, and who makes one up gains nothing, since a command does only what its
 * requester may do anyway. Safe for many threads.
 */
final class CommandSessions {
  /** How long a form may be filled in. */
  static final Duration LIFETIME = Duration.ofMinutes(30);

  private static final Pattern NAME = Pattern.compile("([a-z]+):([0-9]{1,11}):[a-z2-7]{26}");

  private final StanzaIds ids;
  private final Clock clock;

  CommandSessions(StanzaIds ids, Clock clock) {
    this.ids = ids;
    this.clock = clock;
  }

  /** The name of a new one. */
  String open(Command command) {
    return command.node() + ":" + clock.instant().getEpochSecond() + ":" + ids.nextUnguessable();
  }

  /**
   * Whether a session goes on.
   *
   * @throws CommandFault when it does not, or never began
   */
  void check(String name, Command command) throws CommandFault {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches() || !parts.group(1).equals(command.node())) {
      throw unknown();
    }
    Instant since = Instant.ofEpochSecond(Long.parseLong(parts.group(2)));
    Instant now = clock.instant();
    if (since.isAfter(now)) {
      throw unknown();
    }
    // One without a form was over when its name was told.
    if (!command.isAsking() || since.plus(LIFETIME).isBefore(now)) {
      throw new CommandFault(
          Condition.NOT_ALLOWED, "session-expired", "That was some time ago; please begin again");
    }
  }

  private static CommandFault unknown() {
    return new CommandFault(
        Condition.BAD_REQUEST, "bad-sessionid", "This is no session of this command");
  }
}
