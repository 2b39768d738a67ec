package org.porin.profile;

import java.util.Optional;

/**
 * The response operation (RFC 3860 §3.3).
 *
 * @param transId that of the operation, exactly
 * @param failure there just when the status is {@link Status#FAILURE}
 */
public record Response(TransId transId, Status status, Optional<Failure> failure) {
  public Response {
    if (failure.isPresent() != (status == Status.FAILURE)) {
      throw new IllegalArgumentException("a failure has a cause, and nothing else has one");
    }
  }

  /** Delivered, as an authority said. */
  public static Response success(TransId transId) {
    return new Response(transId, Status.SUCCESS, Optional.empty());
  }

  /** Handed on, and no authoritative result will come (RFC 3860 §3.4.1). */
  public static Response indeterminant(TransId transId) {
    return new Response(transId, Status.INDETERMINANT, Optional.empty());
  }

  /** Known not to be delivered. */
  public static Response failure(TransId transId, Failure failure) {
    return new Response(transId, Status.FAILURE, Optional.of(failure));
  }

  /** The three answers, in RFC 3860's own spelling. */
  public enum Status {
    SUCCESS,
    FAILURE,
    INDETERMINANT
  }
}
