package org.porin.trust;

import java.security.cert.CertificateException;

/** A certificate with a key that the operator has not pinned for its domain. */
public final class UnpinnedKeyException extends CertificateException {
  private static final long serialVersionUID = 1L;

  UnpinnedKeyException(KeyPin found) {
    super("its key is none of those that are pinned; it has sha256/" + found);
  }
}
