package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.porin.address.PresUri;
import org.porin.mapping.ContactPresence.Change;
import org.porin.mapping.ContactPresence.Difference;
import org.porin.pidf.Basic;
import org.porin.pidf.Contact;
import org.porin.pidf.Entity;
import org.porin.pidf.PidfCodec;
import org.porin.pidf.PidfLimits;
import org.porin.pidf.Presence;
import org.porin.pidf.Show;
import org.porin.pidf.Status;
import org.porin.pidf.Tuple;
import org.porin.requirement.Requirement;
import org.porin.stanza.LangText;

/** What OPEN d and i promise of presence with several resources, for whatever they say. */
class PresencePropertiesTest {
  private static final Instant NOON = Instant.parse("2005-11-23T12:00:00Z");
  private static final PresUri JULIET = PresenceOf.JULIET;

  /** What one resource says. */
  record Event(String resource, Availability availability) {}

  /**
   * However a user's resources come and go, a watcher behind two bridges sees just what they say.
   */
  @Property(tries = 500)
  @Requirement({"3922-6.3.1-1", "3922-6.3.1-2", "3922-6.3.1-3", "3922-6.3.2-2"})
  void aWatcherBehindTwoBridgesSeesWhatTheResourcesSay(@ForAll("events") List<Event> events)
      throws Exception {
    UserPresence presence = UserPresence.of(JULIET);
    ContactPresence seen = ContactPresence.UNKNOWN;
    SortedMap<String, Availability> truth = new TreeMap<>();
    Instant last = Instant.MIN;
    Instant now = NOON;
    for (Event event : events) {
      UserPresence after = presence.with(event.resource(), event.availability(), now);
      if (event.availability().available()) {
        truth.put(event.resource(), event.availability());
      } else {
        truth.remove(event.resource());
      }
      if (after != presence) {
        Presence document = carried(after);
        assertThat(document.tuples()).isNotEmpty();
        assertThat(document.newestTimestamp().orElseThrow()).isAfter(last);
        last = document.newestTimestamp().get();
        assertThat(seen.isStale(document)).isFalse();
        Difference difference = seen.to(document, Optional.empty(), now, new ArrayList<>());
        assertThat(
                difference.after().to(document, Optional.empty(), now, new ArrayList<>()).changes())
            .as("the same document twice")
            .isEmpty();
        assertOnlyNews(seen, difference.changes());
        seen = difference.after();
        presence = after.afterTelling();
        assertThat(presence.isEmpty()).isFalse();
      }
      assertThat(available(seen)).isEqualTo(truth);
      now = now.plusMillis(event.resource().length() % 2); // sometimes the clock stands still
    }
  }

  private static void assertOnlyNews(ContactPresence seen, List<Change> changes) {
    Set<String> told = new HashSet<>();
    for (Change change : changes) {
      assertThat(told.add(change.resource())).as("one stanza a resource").isTrue();
      assertThat(seen.resources().getOrDefault(change.resource(), Optional.empty()))
          .isNotEqualTo(Optional.of(change.availability()));
    }
  }

  private static SortedMap<String, Availability> available(ContactPresence seen) {
    SortedMap<String, Availability> available = new TreeMap<>();
    for (Map.Entry<String, Optional<Availability>> each : seen.resources().entrySet()) {
      each.getValue()
          .filter(Availability::available)
          .ifPresent(availability -> available.put(each.getKey(), availability));
    }
    return available;
  }

  private static Presence carried(UserPresence presence) throws Exception {
    return PidfCodec.decode(
            PidfCodec.encode(presence.toPidf()), Optional.of("utf-8"), PidfLimits.DEFAULT)
        .presence();
  }

  @Property(tries = 300)
  @Requirement("3922-6.3.2-1")
  void aDocumentWithoutTuplesLeavesNobodyThere(@ForAll("events") List<Event> events) {
    UserPresence presence = UserPresence.of(JULIET);
    for (Event event : events) {
      presence = presence.with(event.resource(), event.availability(), NOON);
    }
    ContactPresence seen =
        presence.isEmpty()
            ? ContactPresence.UNKNOWN
            : ContactPresence.UNKNOWN
                .to(presence.toPidf(), Optional.empty(), NOON, new ArrayList<>())
                .after();
    Presence none = Presence.of(Entity.of(JULIET), List.of());
    Difference gone = seen.to(none, Optional.empty(), NOON, new ArrayList<>());

    assertThat(gone.changes()).allMatch(change -> !change.availability().available());
    assertThat(gone.changes().stream().map(Change::resource).toList())
        .isEqualTo(
            seen.resources().isEmpty() ? List.of("") : List.copyOf(available(seen).keySet()));
    assertThat(available(gone.after())).isEmpty();
    assertThat(gone.after().to(none, Optional.empty(), NOON, new ArrayList<>()).changes())
        .isEmpty();
  }

  @Property
  @Requirement({"3922-5.1.7-3", "3922-5.2.13-3", "8048-6.2-7"})
  void aPriorityComesBack(@ForAll @IntRange(max = 127) int priority) {
    Tuple tuple = there(OptionalInt.of(priority)).toTuple("a", "im:a@b.example", NOON);
    assertThat(Availability.priorityOf(tuple)).hasValue(priority);
    int thousandths = tuple.contact().orElseThrow().priority().orElseThrow();
    assertThat(thousandths).isEqualTo(priority * 1000 / 127);
  }

  /** The points that RFC 3922 §5.2.13 names, and all between. */
  @Property
  @Requirement({"3922-5.2.13-2", "3922-5.2.13-3"})
  void everyThousandthIsAPriorityThatIsNoLowerForOneThatIsNoLower(
      @ForAll @IntRange(max = 1000) int thousandths) {
    int priority = priorityOf(thousandths);
    assertThat(priority).isBetween(0, 127);
    assertThat(priority == 0).isEqualTo(thousandths == 0);
    assertThat(priority == 127).isEqualTo(thousandths == 1000);
    assertThat(priorityOf(Math.max(0, thousandths - 1))).isLessThanOrEqualTo(priority);
  }

  private static int priorityOf(int thousandths) {
    return Availability.priorityOf(
            new Tuple(
                "a",
                new Status(Optional.of(Basic.OPEN), List.of()),
                Optional.of(new Contact("im:a@b.example", OptionalInt.of(thousandths))),
                List.of(),
                Optional.empty(),
                List.of()))
        .orElseThrow();
  }

  private static Availability there(OptionalInt priority) {
    return new Availability(true, Optional.empty(), List.of(), priority);
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<String> resources =
        Arbitraries.of("a", "ID-a", "1 b/α", "_x20_", "h-", "bare", "x:y");
    return Combinators.combine(resources, availabilities()).as(Event::new).list().ofMaxSize(14);
  }

  private static Arbitrary<Availability> availabilities() {
    Arbitrary<Availability> there =
        Combinators.combine(
                Arbitraries.of(Show.class).optional(),
                Arbitraries.of("out", "<&>", " x ", "Dvořím se")
                    .map(text -> List.of(new LangText(Optional.of("cs"), text)))
                    .optional(),
                Arbitraries.integers().between(0, 127).optional(),
                Arbitraries.longs().between(0, 5_000).map(NOON::minusMillis).optional())
            .as(
                (show, statuses, priority, idle) ->
                    new Availability(
                        true,
                        show,
                        statuses.orElse(List.of()),
                        priority.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                        idle));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(3, there),
        net.jqwik.api.Tuple.of(1, Arbitraries.just(Availability.UNAVAILABLE)));
  }
}
