package org.porin.component;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.porin.address.Jid;
import org.porin.mapping.NotificationRequest;
import org.porin.profile.Failure;
import org.porin.profile.Response;
import org.porin.profile.TransId;

/**
 * One message on its way to the server, settled once: confirmed, bounced, or given up; or one error
 * stanza of which somebody wants to know whether the server took it.
 *
 * @param id of the stanza, made by this bridge and used for no other
 * @param from of the stanza
 * @param to of the stanza
 * @param transId of the operation that it answers
 * @param mayComeBack whether it is a message; an error stanza nobody answers (RFC 6120 §8.3.1)
 * @param wanted the notification that its sender asked for, should it fail (RFC 5438 §8.2)
 * @param outcome completes with the answer, on the link's reading thread or on the caller's
 */
record Delivery(
    String id,
    Jid from,
    Jid to,
    TransId transId,
    boolean mayComeBack,
    Optional<NotificationRequest> wanted,
    CompletableFuture<Response> outcome) {
  Delivery(String id, Jid from, Jid to, TransId transId, Optional<NotificationRequest> wanted) {
    this(id, from, to, transId, true, wanted, new CompletableFuture<>());
  }

  /**
   * Of an error stanza.
   *
   * @param id made by this bridge; the stanza has that of the message that it answers
   */
  static Delivery ofError(String id, Jid from, Jid to, TransId transId) {
    return new Delivery(id, from, to, transId, false, Optional.empty(), new CompletableFuture<>());
  }

  /**
   * The server took and routed it. That is no proof of delivery: servers may drop silently what is
   * for unknown users (RFC 6121 §8.5.1), so this is indeterminant (OPEN p).
   */
  void confirm() {
    outcome.complete(Response.indeterminant(transId));
  }

  /** It will not arrive, or nobody knows. */
  void fail(Failure failure) {
    outcome.complete(Response.failure(transId, failure));
  }

  /**
   * Whether an error stanza with this id speaks of this message: it goes back to the sender, and
   * comes from the recipient, one of its resources, or its server.
   */
  boolean isAnsweredBy(Jid errorFrom, Jid errorTo) {
    return isAnswer(from, to, errorFrom, errorTo);
  }

  /** The same for a message from one to another. */
  static boolean isAnswer(Jid from, Jid to, Jid errorFrom, Jid errorTo) {
    return errorTo.localPart().equals(from.localPart())
        && errorTo.domain().equals(from.domain())
        && errorFrom.domain().equals(to.domain())
        && (errorFrom.localPart().isEmpty() || errorFrom.localPart().equals(to.localPart()));
  }
}
