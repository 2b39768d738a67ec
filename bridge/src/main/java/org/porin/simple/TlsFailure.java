package org.porin.simple;

import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.porin.trust.NotForDomainException;
import org.porin.trust.UnpinnedKeyException;

/**
 * Why TLS with a server did not come to be.
 *
 * @param cause for whoever sent the message; no address in it
 * @param remedy what an operator can do
 */
record TlsFailure(String cause, String remedy) {
  private static final int MAX_CHARS = 120;
  private static final String THEIRS =
      "if the peer is right and cannot mend it, set the transport of the domain under [peers]";

  /** What a failed handshake, or the look at the certificate behind it, says. */
  static TlsFailure of(Throwable thrown, long patienceSeconds) {
    if (thrown instanceof SslHandshakeTimeoutException) {
      return new TlsFailure(
          "no TLS handshake within " + patienceSeconds + " s",
          "see whether it speaks TLS at that port; " + THEIRS);
    }
    if (find(thrown, NotForDomainException.class) instanceof NotForDomainException mismatch) {
      return new TlsFailure(
          String.valueOf(mismatch.getMessage()),
          "the peer needs a certificate for its domain, as URI sip:DOMAIN or as DNS name");
    }
    if (find(thrown, CertificateExpiredException.class) != null) {
      return new TlsFailure("its certificate has expired", "the peer must renew it");
    }
    if (find(thrown, CertificateNotYetValidException.class) != null) {
      return new TlsFailure("its certificate is not valid yet", "compare the clocks of both hosts");
    }
    if (find(thrown, UnpinnedKeyException.class) instanceof UnpinnedKeyException unpinned) {
      return new TlsFailure(
          String.valueOf(unpinned.getMessage()),
          "if that key is the peer's own, as seen there, pin it under [peers]; if not, somebody else"
              + " answers in its place");
    }
    if (find(thrown, CertificateParsingException.class) instanceof CertificateParsingException e) {
      return new TlsFailure(
          "its certificate is not fit: " + clipped(e), "the peer must have another one issued");
    }
    if (find(thrown, CertificateException.class) instanceof CertificateException refused) {
      return new TlsFailure(
          "its certificate leads to no authority that is trusted here: " + clipped(refused),
          "if it should be trusted, add the authority to the file of sip.tls-ca-file, or set"
              + " tls-authorities or tls-pins for the domain under [peers]");
    }
    if (thrown instanceof ClosedChannelException) {
      return new TlsFailure(
          "it closed the connection during the TLS handshake",
          "see whether it speaks TLS 1.2 or 1.3 at that port, or wants a client certificate");
    }
    String what = thrown instanceof SSLException ? clipped(thrown) : "connection failed";
    return new TlsFailure("no TLS handshake: " + what, "see whether it speaks TLS 1.2 or 1.3");
  }

  /** The cause of this kind, however deep it lies; null if there is none. */
  private static @Nullable Throwable find(Throwable thrown, Class<? extends Throwable> kind) {
    for (@Nullable Throwable each = thrown; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return each;
      }
    }
    return null;
  }

  /** A message that a library made of what a stranger sent. */
  private static String clipped(Throwable thrown) {
    return clipped(String.valueOf(thrown.getMessage()));
  }

  static String clipped(String given) {
    String text = given.replaceAll("[^\\x20-\\x7e]", "?");
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
  }
}
