package org.porin.membrane;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin.Side;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.TransId;
import org.porin.wire.MalformedException;

/**
 * By what a message is known that was answered and comes again: a digest of its identity, a digest
 * of its content, and how it was answered (OPEN b). Three numbers, so that many can be kept.
 *
 * @param high of 128 bits of the digest of its identity
 * @param low the rest of them
 * @param ending 62 bits of the digest of its content, and its status in the lowest two
 */
public record SettledIdentity(long high, long low, long ending) {
  /** What it takes in {@link #write}. */
  public static final int OCTETS = 3 * Long.BYTES;

  private static final int STATUS_BITS = 2;
  private static final long STATUS_MASK = (1 << STATUS_BITS) - 1;
  private static final Status[] STATUSES = Status.values();

  public SettledIdentity {
    int status = (int) (ending & STATUS_MASK);
    if (status == 0 || STATUSES[status - 1] == Status.FAILURE) {
      throw new IllegalArgumentException("what failed may come again");
    }
  }

  /**
   * Of a message whose sender may repeat it without an answer: one that came by SIP. A component
   * gets no repeats.
   *
   * @param status of its answer; of a failure nothing is remembered (it may be sent again)
   */
  public static Optional<SettledIdentity> of(MessageOperation operation, Status status) {
    if (operation.origin().side() != Side.SIMPLE || status == Status.FAILURE) {
      return Optional.empty();
    }
    Digest content = Digest.of(operation.content().entity().octets());
    return key(operation, content)
        .map(key -> new SettledIdentity(key.high(), key.low(), ending(content, status)));
  }

  /** The digest of an identity; empty where an operation has none. */
  static Optional<Digest> key(MessageOperation operation, Digest content) {
    // An XMPP id is not globally unique (RFC 3922 §4.1.3): only with the same content is it a
    // repeat.
    boolean idIsUnique = operation.origin().side() == Side.SIMPLE;
    return operation
        .repeatKey()
        .map(
            repeatKey ->
                Digest.of(
                    String.join(
                        "\n",
                        operation.origin().peer(),
                        operation.source().toString(),
                        operation.destination().toString(),
                        idIsUnique ? "" : content.toString(),
                        repeatKey)));
  }

  static long ending(Digest content, Status status) {
    return shortened(content) | (status.ordinal() + 1);
  }

  /** What of the digest of a content is kept. */
  static long shortened(Digest content) {
    return content.low() & ~STATUS_MASK;
  }

  static boolean isOf(long ending, long shortContent) {
    return (ending & ~STATUS_MASK) == shortContent;
  }

  /** The answer to a repeat: that of the first, under its own TransID. */
  static Response answer(long ending, TransId transId) {
    Status status = STATUSES[(int) (ending & STATUS_MASK) - 1];
    return new Response(transId, status, Optional.empty());
  }

  Digest key() {
    return new Digest(high, low);
  }

  /** Writes it in {@link #OCTETS} octets. */
  public void write(ByteBuffer out) {
    out.putLong(high).putLong(low).putLong(ending);
  }

  /**
   * Reads one.
   *
   * @throws MalformedException when {@link #write} did not write it
   */
  public static SettledIdentity read(ByteBuffer in) throws MalformedException {
    int offset = in.position();
    if (in.remaining() < OCTETS) {
      throw new MalformedException(OCTETS + " octets", offset);
    }
    try {
      return new SettledIdentity(in.getLong(), in.getLong(), in.getLong());
    } catch (IllegalArgumentException e) {
      throw new MalformedException("an identity with its answer", offset);
    }
  }
}
