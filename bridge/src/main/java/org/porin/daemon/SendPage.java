package org.porin.daemon;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.porin.address.AddressMapping;
import org.porin.address.UnmappableAddressException;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.UnmappableException;
import org.porin.membrane.Outcome;
import org.porin.operate.Page;
import org.porin.operate.PageRequest;
import org.porin.operate.Reply;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.wire.MalformedException;

/**
 * {@code POST /send}: a message of the operator's own, by the ways of the running bridge, for
 * {@code porin trace --send}. Only for who proves to know the component secret: else every user of
 * the host could write in everybody's name.
 */
final class SendPage {
  static final String PATH = "/send";

  /** How long the outcome is waited for; less than a response of the endpoint may take. */
  static final Duration WAIT = Duration.ofSeconds(45);

  private final CommonProfile membrane;
  private final AddressMapping addresses;
  private final InstantMessageMapping mapping;
  private final OperatorProof proof;
  private final Clock clock;

  SendPage(CommonProfile membrane, AddressMapping addresses, OperatorProof proof, Clock clock) {
    this.membrane = membrane;
    this.addresses = addresses;
    this.mapping = new InstantMessageMapping(addresses);
    this.proof = proof;
    this.clock = clock;
  }

  Page page() {
    return new Page("POST", this::reply);
  }

  private CompletionStage<Reply> reply(PageRequest request) {
    boolean proven =
        request
            .authorization()
            .filter(given -> proof.isGiven(given, request.body(), clock.instant()))
            .isPresent();
    if (!proven) {
      return done(
          Reply.text(
              403, "Only for who knows the component secret, and whose clock shows the time."));
    }
    try {
      TracedMessage message = TracedMessage.ofBody(request.body());
      MessageOperation operation =
          message.operation(
              message.content(addresses, mapping, clock.instant()).value(), addresses);
      long begun = System.nanoTime();
      return membrane
          .message(operation)
          .toCompletableFuture()
          .copy() // what is given up here goes on by itself
          .orTimeout(WAIT.toSeconds(), TimeUnit.SECONDS)
          .handle((response, fault) -> outcome(operation, response, fault, begun));
    } catch (MalformedException e) {
      return done(Reply.text(400, String.valueOf(e.getMessage())));
    } catch (UnmappableAddressException e) {
      return done(Reply.text(422, e.text()));
    } catch (UnmappableException e) {
      return done(Reply.text(422, e.text()));
    }
  }

  private static Reply outcome(
      MessageOperation operation,
      @Nullable Response response,
      @Nullable Throwable fault,
      long begun) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("op", operation.correlationId());
    said.put("ms", Duration.ofNanos(System.nanoTime() - begun).toMillis());
    if (response == null) {
      boolean late = fault instanceof TimeoutException;
      said.put("outcome", late ? "open" : "failure");
      said.put("text", late ? "no outcome in " + WAIT.toSeconds() + " s" : "a fault of the bridge");
      return Reply.json(late ? 504 : 500, Json.text(said));
    }
    Outcome outcome = Outcome.of(response);
    said.put("outcome", response.status().name().toLowerCase(Locale.ROOT));
    said.put("cause", outcome.cause());
    said.put("text", response.failure().map(Failure::text).orElse(""));
    return Reply.json(200, Json.text(said));
  }

  private static CompletionStage<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
