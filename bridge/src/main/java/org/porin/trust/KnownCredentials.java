package org.porin.trust;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.porin.trust.Credentials.Finding;

/** The certificates of one examination: found once, they stay as they were found. One thread. */
final class KnownCredentials {
  private final Credentials credentials;
  private @Nullable Map<CredentialRequest, Finding> fetched; // mostly none

  KnownCredentials(Credentials credentials) {
    this.credentials = credentials;
  }

  /** What was found for a request. */
  Finding find(CredentialRequest request) throws AwaitedCredentialException {
    Finding known = fetched == null ? null : fetched.get(request);
    if (known != null) {
      return known;
    }
    CompletableFuture<Finding> finding = credentials.find(request).toCompletableFuture();
    if (!finding.isDone()) {
      throw new AwaitedCredentialException(request, finding);
    }
    return finding.join();
  }

  /** Takes what was waited for. */
  void add(CredentialRequest request, Finding finding) {
    if (fetched == null) {
      fetched = new HashMap<>();
    }
    fetched.put(request, finding);
  }
}
