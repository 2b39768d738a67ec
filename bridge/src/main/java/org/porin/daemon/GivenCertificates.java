package org.porin.daemon;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.trust.CredentialRequest;
import org.porin.trust.Credentials;
import org.porin.wire.Octets;

/**
 * Certificates that a user gave, in place of those at a URL. They are judged like any other, as if
 * the request had brought them with it.
 */
record GivenCertificates(Credentials judge, List<Octets> given) implements Credentials {
  private static final String ENCLOSED = "cid:given@localhost";

  GivenCertificates {
    given = List.copyOf(given);
  }

  @Override
  public CompletionStage<Finding> find(CredentialRequest request) {
    Optional<Finding> last = Optional.empty();
    for (Octets each : given) {
      last =
          Optional.of(
              judge
                  .find(
                      new CredentialRequest(
                          ENCLOSED,
                          request.domain(),
                          request.instants(),
                          request.pins(),
                          Optional.of(each)))
                  .toCompletableFuture()
                  .join());
      if (last.get().credential().isPresent()) {
        break;
      }
    }
    return CompletableFuture.completedFuture(
        last.orElseThrow(() -> new IllegalStateException("no certificate was given")));
  }
}
