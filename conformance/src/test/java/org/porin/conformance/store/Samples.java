package org.porin.conformance.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.presence.AudienceRow;
import org.porin.presence.BlockRow;
import org.porin.presence.GrantRow;
import org.porin.presence.PresenceStore.Change;
import org.porin.presence.PresenceStore.Row;
import org.porin.presence.WatchRow;
import org.porin.profile.Leg;
import org.porin.profile.SubscriptId;

/** Rows as a bridge has them. */
public final class Samples {
  static final PresUri JULIET = new PresUri("juliet", "capulet.example");
  static final PresUri ROMEO = new PresUri("romeo", "montague.example");
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.123Z");

  private Samples() {}

  /** A subscription of juliet's, the number telling it from others. */
  public static WatchRow watch(int number) {
    return watch(number, "active");
  }

  /** The same in another phase. */
  public static WatchRow watch(int number, String phase) {
    return new WatchRow(
        JULIET,
        new PresUri("romeo" + number, "montague.example"),
        new SubscriptId("4k2m9x0z4k2m9x0z4k2m9x0z" + number),
        phase,
        true,
        Optional.of(leg(number)),
        NOON.plusSeconds(number),
        NOON.plusSeconds(3_600),
        number % 7,
        "tuple-1 open away 5 On the orchard wall; tuple-2 open - 0");
  }

  /** A decision of juliet's. */
  public static GrantRow grant(int number) {
    PresUri watcher = new PresUri("benvolio" + number, "montague.example");
    return new GrantRow(watcher, JULIET, "granted", NOON);
  }

  static AudienceRow audience(int number) {
    return new AudienceRow(
        ROMEO,
        JULIET,
        new SubscriptId("s" + number),
        leg(number),
        NOON.plusSeconds(600),
        List.of("application/pidf+xml", "application/xml;q=0.5"),
        "b5bb9d8014a0f9b1");
  }

  static BlockRow block(String blocked) {
    try {
      return new BlockRow(Jid.parse("juliet@capulet.example"), Jid.parse(blocked));
    } catch (org.porin.wire.MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A dialog of the usual size. */
  static Leg leg(int number) {
    return new Leg(
        number + "-a84b4c76e66710@bridge.capulet.example;1928301774",
        "remote-tag=314159;cseq=4711;route=<sip:proxy.montague.example;lr>;".repeat(4));
  }

  /** A row that is there from now on. */
  public static Change put(Row row) {
    return new Change.Put(row);
  }

  static Change drop(Row row) {
    return new Change.Drop(row);
  }
}
