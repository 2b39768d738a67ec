package org.porin.simple;

import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has requests signed on their way out (RFC 8224 §4.1), and brings them back to the event loop; one
 * that nobody signs goes on at once. Used on the event loop only.
 */
final class Signer {
  private static final Logger LOG = LoggerFactory.getLogger(Signer.class);

  private final EventLoop loop;
  private final Optional<Identities.Signing> signing;
  private boolean closed;

  Signer(EventLoop loop, Optional<Identities.Signing> signing) {
    this.loop = loop;
    this.signing = signing;
  }

  /** Whether anything is signed at all. */
  boolean signs() {
    return signing.isPresent();
  }

  /** Whether somebody has signed it. */
  static boolean isSigned(SipRequest request) {
    return request.headers().has("Identity");
  }

  /** What is being signed is not told any more: nobody waits for it. */
  void close() {
    closed = true;
  }

  /**
   * Signs a request that is to be sent at once.
   *
   * @param draft that wrote it, and knows who says it
   * @param told what came of it; once on the event loop, at once where there is nothing to wait for
   */
  void sign(SipRequest request, Draft draft, Consumer<AuthenticationService.Signing> told) {
    CompletionStage<AuthenticationService.Signing> signed;
    try {
      signed = draft.signed(request, signing.orElseThrow());
    } catch (RuntimeException e) {
      told.accept(fault(request, e));
      return;
    }
    signed.whenComplete(
        (outcome, fault) -> {
          if (loop.inEventLoop()) {
            tell(request, outcome, fault, told);
          } else if (!loop.isShuttingDown()) { // else it was given up when the transport closed
            loop.execute(() -> tell(request, outcome, fault, told));
          }
        });
  }

  private void tell(
      SipRequest request,
      AuthenticationService.@Nullable Signing outcome,
      @Nullable Throwable fault,
      Consumer<AuthenticationService.Signing> told) {
    if (!closed) {
      told.accept(outcome == null ? fault(request, fault) : outcome);
    }
  }

  private static AuthenticationService.Signing fault(
      SipRequest request, @Nullable Throwable fault) {
    LOG.error("a fault while {} was signed", request.method(), fault);
    return new AuthenticationService.Signing(
        request, Optional.of(new Refused(Reason.INTERNAL, "a fault of the bridge")));
  }
}
