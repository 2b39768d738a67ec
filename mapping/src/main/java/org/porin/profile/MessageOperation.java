package org.porin.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimMessage;

/**
 * The message operation (RFC 3860 §3.1), as one edge hands it to the membrane and the membrane to
 * the other edge.
 *
 * @param source who sends
 * @param destination the one instant inbox that this operation is for
 * @param transId repeated in the response
 * @param maxForwards hops left, 0 to 255, as it arrived (OPEN a)
 * @param trace opaque marks of the bridges that it passed, oldest first
 * @param origin the edge by which it came in, and from whom
 * @param repeatKey what the carrier gives to recognise a repeat of this operation, unique together
 *     with source, destination and peer; empty where it gives nothing (OPEN b)
 * @param content the message itself
 */
public record MessageOperation(
    ImUri source,
    ImUri destination,
    TransId transId,
    int maxForwards,
    List<String> trace,
    Origin origin,
    Optional<String> repeatKey,
    CpimMessage content) {
  /** Hops for an operation that is born here (RFC 3261 §8.1.1.6). */
  public static final int INITIAL_MAX_FORWARDS = 70;

  public MessageOperation {
    if (maxForwards < 0 || maxForwards > 255) {
      throw new IllegalArgumentException("Max-Forwards is 0 to 255");
    }
    trace = List.copyOf(trace);
  }

  /**
   * The same operation one hop later, with a bridge's mark added to its trace (RFC 3860 §3.4.2).
   */
  public MessageOperation relayedBy(String mark) {
    List<String> longer = new ArrayList<>(trace);
    longer.add(mark);
    return new MessageOperation(
        source, destination, transId, maxForwards - 1, longer, origin, repeatKey, content);
  }
}
