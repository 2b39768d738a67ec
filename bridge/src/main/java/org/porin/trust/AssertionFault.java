package org.porin.trust;

import org.porin.profile.Failure.Reason;

/** What can be wrong with what vouches for a request (TRUST 7), each counted by itself. */
public enum AssertionFault {
  /** There is no Identity. */
  MISSING(Reason.IDENTITY_REQUIRED),
  /** There are only kinds of tokens that nobody here knows (RFC 8224 §6.2.2). */
  UNKNOWN_KIND(Reason.IDENTITY_REQUIRED),
  /** The operator takes nothing of the kind from this domain. */
  NOT_TAKEN(Reason.DENIED),
  /** Broken in its grammar, or beyond a limit. */
  MALFORMED(Reason.IDENTITY_INVALID),
  /** A claim is missing, or has no business there. */
  CLAIMS(Reason.IDENTITY_INVALID),
  /** Signed too long ago. */
  STALE(Reason.IDENTITY_STALE),
  /** Signed in the future. */
  FUTURE(Reason.IDENTITY_STALE),
  /** The certificate is not to be had. */
  CREDENTIAL_UNAVAILABLE(Reason.CREDENTIAL_UNAVAILABLE),
  /** The certificate is not believed, has expired, or has another kind of key. */
  CREDENTIAL_UNTRUSTED(Reason.CREDENTIAL_UNTRUSTED),
  /** The certificate is for another domain. */
  AUTHORITY(Reason.IDENTITY_INVALID),
  /** It speaks of another From. */
  ORIGIN(Reason.IDENTITY_INVALID),
  /** It speaks of another To or Request-URI. */
  DESTINATION(Reason.IDENTITY_INVALID),
  /** The signature is not that of the certificate's key over these octets. */
  SIGNATURE(Reason.IDENTITY_INVALID),
  /** It speaks of another method. */
  METHOD(Reason.IDENTITY_INVALID),
  /** It speaks of another body. */
  BODY(Reason.IDENTITY_INVALID),
  /** The token in the Message/CPIM object is broken, or speaks of another one. */
  ENCLOSED(Reason.IDENTITY_INVALID),
  /** The way from the first destination to this one is not accounted for (RFC 8946 §4.2). */
  DIVERSION(Reason.IDENTITY_INVALID),
  /** The word of a gateway is broken or not believed; this alone refuses nothing. */
  GATEWAY(Reason.IDENTITY_INVALID),
  /** It passed this bridge before, or too many gateways. */
  LOOP(Reason.LOOP),
  /** It came before with another request. */
  REPLAYED(Reason.IDENTITY_REPLAYED),
  /** Too many are remembered to know whether it came before. */
  REPLAY_MEMORY_FULL(Reason.REPLAY_MEMORY_FULL),
  /** It says less than the operator wants to know. */
  ATTESTATION(Reason.ATTESTATION_TOO_LOW),
  /** Too much waits to be verified. */
  OVERLOADED(Reason.OVERLOADED);

  private final Reason reason;

  AssertionFault(Reason reason) {
    this.reason = reason;
  }

  /** What it is on each side. */
  public Reason reason() {
    return reason;
  }
}
