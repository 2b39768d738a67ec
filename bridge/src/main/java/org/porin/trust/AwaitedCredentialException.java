package org.porin.trust;

import java.util.concurrent.CompletionStage;

/** A certificate has to be fetched first; whoever catches this waits for it and begins anew. */
final class AwaitedCredentialException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient CredentialRequest request;
  private final transient CompletionStage<Credentials.Finding> finding;

  AwaitedCredentialException(
      CredentialRequest request, CompletionStage<Credentials.Finding> finding) {
    super("waits for a certificate", null, false, false);
    this.request = request;
    this.finding = finding;
  }

  CredentialRequest request() {
    return request;
  }

  CompletionStage<Credentials.Finding> finding() {
    return finding;
  }
}
