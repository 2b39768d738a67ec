package org.porin.component;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.porin.component.LinkEnd.Cause;
import org.porin.trust.KeyPin;
import org.porin.trust.PlatformTrust;

/** Decides whether the server at the other end of TLS is believed, and says why if it is not. */
final class ServerTrust extends X509ExtendedTrustManager {
  private final LinkTls tls;
  private final X509ExtendedTrustManager authorities;

  private ServerTrust(LinkTls tls, X509ExtendedTrustManager authorities) {
    this.tls = tls;
    this.authorities = authorities;
  }

  /** The server is not believed, for this reason. */
  static final class UntrustedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final transient LinkEnd end;

    private UntrustedException(String text, String remedy) {
      super(text);
      this.end = LinkEnd.of(Cause.UNTRUSTED, text, remedy);
    }

    LinkEnd end() {
      return end;
    }
  }

  /**
   * @throws GeneralSecurityException when the platform cannot make it
   */
  static ServerTrust of(LinkTls tls) throws GeneralSecurityException {
    List<X509Certificate> anchors =
        tls instanceof LinkTls.Verified verified ? verified.anchors() : List.of();
    return new ServerTrust(
        tls, anchors.isEmpty() ? PlatformTrust.ofTheSystem() : PlatformTrust.of(anchors));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (tls instanceof LinkTls.Pinned pinned) {
      checkPin(chain[0], pinned);
    } else if (tls instanceof LinkTls.Verified verified) {
      checkAuthority(chain, authType, socket);
      checkName(chain[0], verified.name());
    } else {
      throw new CertificateException("nothing is believed without a rule");
    }
  }

  private static void checkPin(X509Certificate certificate, LinkTls.Pinned pinned)
      throws UntrustedException {
    KeyPin found = KeyPin.of(certificate.getPublicKey());
    if (!pinned.pins().contains(found)) {
      throw new UntrustedException(
          "the server's key has the SHA-256 " + found + ", which component.pins does not have",
          "if the key is the server's own, as seen there, put that value in component.pins; if not,"
              + " somebody else answers on this port");
    }
  }

  private void checkAuthority(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      authorities.checkServerTrusted(chain, authType, socket);
      chain[0].checkValidity(); // not looked at above where the certificate is an anchor itself
    } catch (CertificateException e) {
      throw untrusted(chain, e);
    }
  }

  private static UntrustedException untrusted(X509Certificate[] chain, CertificateException e) {
    for (X509Certificate each : chain) {
      try {
        each.checkValidity();
      } catch (CertificateExpiredException expired) {
        return new UntrustedException(
            "the certificate of " + subject(each) + " expired on " + each.getNotAfter().toInstant(),
            "renew it on the server; is this host's clock right?");
      } catch (CertificateNotYetValidException early) {
        return new UntrustedException(
            "the certificate of "
                + subject(each)
                + " is not valid before "
                + each.getNotBefore().toInstant(),
            "is this host's clock right?");
      }
    }
    String issuer = LinkEnd.clip(chain[chain.length - 1].getIssuerX500Principal().getName());
    return new UntrustedException(
        "the certificate of "
            + subject(chain[0])
            + " comes from "
            + issuer
            + ", which is not believed here ("
            + LinkEnd.clip(String.valueOf(e.getMessage()))
            + ")",
        "put the certificate of that authority, or the server's own if it signs itself, in"
            + " component.ca-file, and let the server send the certificates in between");
  }

  private static void checkName(X509Certificate certificate, String wanted)
      throws UntrustedException {
    List<String> names = CertificateName.of(certificate);
    if (!CertificateName.anyIs(names, wanted)) {
      String found =
          names.isEmpty()
              ? "no host"
              : LinkEnd.clip(names.stream().collect(Collectors.joining(", ")));
      throw new UntrustedException(
          "the server's certificate is for " + found + ", and not for " + wanted,
          "set component.tls-name to a name in the certificate, if it is the right server's");
    }
  }

  private static String subject(X509Certificate certificate) {
    return LinkEnd.clip(certificate.getSubjectX500Principal().getName());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only sockets are checked here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only sockets are checked here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("a component takes no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("a component takes no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("a component takes no clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
