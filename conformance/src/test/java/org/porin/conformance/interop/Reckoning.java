package org.porin.conformance.interop;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.porin.conformance.load.Mark;
import org.porin.conformance.load.Totals;

/** What becomes of the messages of two traffics, one each way, in books that know no Porin. */
final class Reckoning {
  private static final int DESCRIBED = 100;

  /** What an error says whose cause is that a message was tried for as long as it may be. */
  private static final String EXPIRED = "given up after";

  private static final Duration SETTLED = Duration.ofSeconds(90);
  private static final Pattern ID = Pattern.compile("^<message[^>]*\\sid=['\"]([^'\"]+)['\"]");

  private final OutwardTraffic out;
  private final Unread unread;
  private final SipInbox inbox;
  private final StubbornTraffic in;
  private final Notices notices = new Notices();
  private final Set<String> heardIds = RecentNames.set();
  private final AtomicInteger recognisable = new AtomicInteger();

  /**
   * @param unread what of the traffic out nobody can know
   * @param inbox where it arrives
   */
  Reckoning(OutwardTraffic out, Unread unread, SipInbox inbox, StubbornTraffic in) {
    this.out = out;
    this.unread = unread;
    this.inbox = inbox;
    this.in = in;
    inbox.onNotice(notices::heard);
  }

  /**
   * Enters what came to an XMPP user, and says what it is. A repeat has the id of the first (OPEN
   * b), by which a client can know it: that is nothing.
   */
  Optional<Mark> heard(String message) {
    Matcher id = ID.matcher(message);
    if (id.find() && !heardIds.add(id.group(1))) {
      recognisable.incrementAndGet();
      return Optional.empty();
    }
    Optional<Mark> mark = Mark.find(message);
    mark.ifPresent(in.book()::arrival);
    return mark;
  }

  /** Waits for what is under way, when nothing more is sent. */
  Account account(String what) throws InterruptedException {
    try {
      Await.until(
          "the end of everything",
          SETTLED,
          () -> unaccountedOut().isEmpty() && unaccountedIn().isEmpty());
    } catch (TimeoutException e) {
      // what is open now is lost, and stands in the account as that
    }
    Totals toSip = out.book().totals();
    Totals toXmpp = in.book().totals();
    int refused = toSip.refusals().values().stream().mapToInt(Integer::intValue).sum();
    int expiredOut = expiredOut();
    return new Account(
        what,
        out.sent() + in.answered(),
        toSip.arrived() + toXmpp.arrived(),
        refused - expiredOut + in.refused().size(),
        expiredOut + expiredIn(),
        toSip.repeated() + toXmpp.repeated(),
        inbox.recognised() + recognisable.get(),
        toSip.reordered() + toXmpp.reordered(),
        unread.marks().size(),
        unread.most(),
        unaccountedOut().size() + unaccountedIn().size(),
        described());
  }

  /** How many XMPP senders were told, by a stanza error, that the time of a message was over. */
  int expiredOut() {
    return out.book().totals().refusals().entrySet().stream()
        .filter(refusal -> refusal.getKey().contains(EXPIRED))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** How many messages of SIP senders were accepted, and are not delivered, as they were told. */
  int expiredIn() {
    return (int) notDelivered().filter(this::isTold).count();
  }

  private Stream<Mark> notDelivered() {
    return in.accepted().stream().filter(mark -> !in.book().hasArrived(mark));
  }

  private boolean isTold(Mark mark) {
    return notices.tellOf(mark, StubbornTraffic.asks(mark), in.answeredNanos(mark));
  }

  private List<String> described() {
    Stream<String> outward =
        unaccountedOut().stream()
            .map(mark -> "  out " + mark + " sent " + unread.nearest(out.sentNanos(mark)));
    Stream<String> inward =
        unaccountedIn().stream()
            .map(mark -> "  in " + mark + " answered " + unread.nearest(in.answeredNanos(mark)));
    return Stream.concat(outward, inward).sorted().limit(DESCRIBED).toList();
  }

  /** Lost, and not in a connection that was ended under it. */
  private Set<Mark> unaccountedOut() {
    Set<Mark> lost = new HashSet<>(out.lost());
    unread.marks().forEach(lost::remove);
    return lost;
  }

  private Set<Mark> unaccountedIn() {
    return notDelivered().filter(mark -> !isTold(mark)).collect(Collectors.toSet());
  }
}
