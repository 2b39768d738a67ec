package org.porin.conformance.interop;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.porin.conformance.load.Mark;

/**
 * What SIP senders were told, after a 202, of messages of theirs that are not delivered: of one
 * message by the notification that it asked for (RFC 5438 §8.2), to others by a text of the
 * gateway, which speaks for all that its sender sent about then (OPEN p). Safe for many threads.
 */
final class Notices {
  private static final Pattern NAMED =
      Pattern.compile("<message-id>(\\d+)-(\\d+)</message-id>.*<failed\\s*/>", Pattern.DOTALL);
  private static final Pattern TEXT =
      Pattern.compile("Not delivered: a message of yours to receiver(\\d+)@");

  /** Of texts one in a minute goes to a sender. */
  private static final Duration ABOUT_THEN = Duration.ofMinutes(1);

  private record Text(int lane, long nanos) {}

  private final Set<Mark> named = ConcurrentHashMap.newKeySet();
  private final Queue<Text> texts = new ConcurrentLinkedQueue<>();

  /** Something came to a SIP sender. */
  void heard(SipWire request) {
    Matcher id = NAMED.matcher(request.bodyText());
    Matcher text = TEXT.matcher(request.bodyText());
    if (id.find()) {
      named.add(new Mark(Integer.parseInt(id.group(1)), Integer.parseInt(id.group(2))));
    } else if (text.find()) {
      texts.add(new Text(Integer.parseInt(text.group(1)), System.nanoTime()));
    }
  }

  /**
   * Whether the sender of this message knows that it failed.
   *
   * @param asks whether it asked for a notification, so that no text speaks for it
   * @param answeredNanos when it was accepted
   */
  boolean tellOf(Mark mark, boolean asks, long answeredNanos) {
    return asks
        ? named.contains(mark)
        : texts.stream()
            .filter(text -> text.lane() == mark.lane())
            .anyMatch(text -> Math.abs(text.nanos() - answeredNanos) < ABOUT_THEN.toNanos());
  }
}
