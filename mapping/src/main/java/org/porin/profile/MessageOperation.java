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
 * @param conversation between which others it stands
 * @param content the message itself
 * @param carried the same as it came, where it passes on unchanged; empty where it is translated
 */
public record MessageOperation(
    ImUri source,
    ImUri destination,
    TransId transId,
    int maxForwards,
    List<String> trace,
    Origin origin,
    Optional<String> repeatKey,
    Conversation conversation,
    CpimMessage content,
    Optional<Carried> carried) {
  /** Hops for an operation that is born here (RFC 3261 §8.1.1.6). */
  public static final int INITIAL_MAX_FORWARDS = 70;

  /** The local part by which a gateway itself writes, in the domains that it serves. */
  public static final String GATEWAY = "cpim-gateway";

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int CORRELATION_CHARS = 8;
  private static final String CORRELATION_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  public MessageOperation {
    if (maxForwards < 0 || maxForwards > 255) {
      throw new IllegalArgumentException("Max-Forwards is 0 to 255");
    }
    trace = List.copyOf(trace);
  }

  /**
   * One that is born here: with all its hops, translated, in no conversation, and never a repeat.
   */
  public static MessageOperation of(
      ImUri source, ImUri destination, TransId transId, Origin origin, CpimMessage content) {
    return new MessageOperation(
        source,
        destination,
        transId,
        INITIAL_MAX_FORWARDS,
        List.of(),
        origin,
        Optional.empty(),
        Conversation.NONE,
        content,
        Optional.empty());
  }

  /**
   * Whether its source itself says it (TRUST 8): not the gateway, which has an address in each
   * domain that it serves, and not an operator in the name of a user.
   */
  public boolean isOfUser() {
    return !source.localPart().equals(GATEWAY) && !origin.peer().equals(Origin.OPERATOR);
  }

  /** The same operation as a part of a conversation. */
  public MessageOperation in(Conversation its) {
    return new MessageOperation(
        source, destination, transId, maxForwards, trace, origin, repeatKey, its, content, carried);
  }

  /** The same operation, to be passed on as it came. */
  public MessageOperation carrying(Carried unchanged) {
    return new MessageOperation(
        source,
        destination,
        transId,
        maxForwards,
        trace,
        origin,
        repeatKey,
        conversation,
        content,
        Optional.of(unchanged));
  }

  /**
   * Names this operation in logs: 8 letters and digits, the same on its whole way through this
   * bridge and for a repeat of it, and of no meaning elsewhere.
   */
  public String correlationId() {
    long hash = FNV_OFFSET;
    hash = mixed(hash, source.localPart());
    hash = mixed(hash, source.domain());
    hash = mixed(hash, destination.localPart());
    hash = mixed(hash, destination.domain());
    hash = mixed(hash, transId.value());
    hash = mixed(hash, repeatKey.orElse(""));
    char[] id = new char[CORRELATION_CHARS];
    for (int i = 0; i < id.length; i++) {
      id[i] = CORRELATION_ALPHABET.charAt((int) (hash >>> (64 - 5 * (i + 1))) & 31);
    }
    return new String(id);
  }

  /** FNV-1a over the hashes of texts, which are cheap where a text was hashed before. */
  private static long mixed(long hash, String text) {
    long mixed = (hash ^ text.hashCode()) * FNV_PRIME;
    return (mixed ^ (mixed >>> 32)) * FNV_PRIME;
  }

  /**
   * The same operation one hop later, with a bridge's mark added to its trace (RFC 3860 §3.4.2).
   */
  public MessageOperation relayedBy(String mark) {
    List<String> longer = new ArrayList<>(trace);
    longer.add(mark);
    return new MessageOperation(
        source,
        destination,
        transId,
        maxForwards - 1,
        longer,
        origin,
        repeatKey,
        conversation,
        content,
        carried);
  }
}
