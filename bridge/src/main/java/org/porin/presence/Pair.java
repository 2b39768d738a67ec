package org.porin.presence;

import java.util.Comparator;
import org.porin.address.PresUri;

/**
 * An XMPP user and somebody on the other side, whichever watches the other. In the order of users,
 * so that all contacts of one stand together (RFC 2779 §2.2.2: nothing looks through all users).
 *
 * @param user of a served domain
 * @param contact of a foreign one
 */
record Pair(PresUri user, PresUri contact) implements Comparable<Pair> {
  private static final Comparator<PresUri> BY_ADDRESS =
      Comparator.comparing(PresUri::localPart).thenComparing(PresUri::domain);
  private static final PresUri FIRST = new PresUri("\u0020", "0.a");
  private static final Comparator<Pair> ORDER =
      Comparator.comparing(Pair::user, BY_ADDRESS).thenComparing(Pair::contact, BY_ADDRESS);

  /** Stands before all pairs of a user. */
  static Pair firstOf(PresUri user) {
    return new Pair(user, FIRST);
  }

  @Override
  public int compareTo(Pair other) {
    return ORDER.compare(this, other);
  }
}
