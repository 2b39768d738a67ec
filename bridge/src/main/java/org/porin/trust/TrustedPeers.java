package org.porin.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges certificates in the handshake, for alerts to be sent and the sums to be made beside the
 * event loop. What follows from them is asked of {@link PeerTrust} behind it.
 */
final class TrustedPeers extends X509ExtendedTrustManager {
  private final PeerTrust trust;
  private final TlsFiles.Clients clients;

  /**
   * @param clients what is asked of them; servers are to be believed in any case
   */
  TrustedPeers(PeerTrust trust, TlsFiles.Clients clients) {
    this.trust = trust;
    this.clients = clients;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust.requireAny(List.of(chain), Objects.requireNonNullElse(engine.getPeerHost(), ""));
  }

  /** Who need not prove anything may show what is not believed, and has proven nothing then. */
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    Proof proof = trust.proof(List.of(chain));
    if (clients == TlsFiles.Clients.REQUIRED && proof.domains().names().isEmpty()) {
      trust.requireAny(List.of(chain), ""); // says it better
      throw new CertificateException(proof.doubt().orElse("it is for no SIP domain"));
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust.requireAny(List.of(chain), "");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only engines are checked here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are checked here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are checked here");
  }

  /** None are named to clients: they show what they have. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
