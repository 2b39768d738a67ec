package org.porin.trust;

/** Why the certificate of a signer could not be had. */
public enum CredentialFault {
  /** It is offered where none is fetched: no HTTPS, or a host outside of its domain. */
  FORBIDDEN,

  /** The request should have brought it, and did not, or a longer one than is read. */
  NOT_ENCLOSED,

  /** The host has no address, or none that may be asked. */
  NO_ADDRESS,

  /** Nothing answers there. */
  UNREACHABLE,

  /** The host does not prove by TLS that it is the one meant. */
  TLS,

  /** All together took too long. */
  SLOW,

  /** The connection broke, or ended too early. */
  BROKEN,

  /** What came is no certificate. */
  NO_CERTIFICATE,

  /** This bridge had no room for one more, or stops. */
  BUSY
}
