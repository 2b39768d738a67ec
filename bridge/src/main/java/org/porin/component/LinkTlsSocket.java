package org.porin.component;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.IDN;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.porin.component.LinkEnd.Cause;

/**
 * TLS 1.2 or newer over a connected socket, from its first octet on. Read by one thread and written
 * by another; to end it at once, close the socket beneath.
 */
final class LinkTlsSocket {
  /** RFC 8996 §4, §5: nothing older. */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final String PLAIN_PEER = "unrecognized SSL message"; // the words of the JDK

  private final SSLSocket socket;

  private LinkTlsSocket(SSLSocket socket) {
    this.socket = socket;
  }

  /**
   * Shakes hands. Blocks as long as the watched input lets it.
   *
   * @param host of the server, for the texts of what goes wrong
   * @throws LinkEndException when there is no TLS with a server that is believed
   */
  static LinkTlsSocket over(Socket socket, InputStream watched, LinkTls tls, String host)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {ServerTrust.of(tls)}, null);
      SSLSocket secured =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(new WatchedSocket(socket, watched), host, socket.getPort(), true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      serverName(tls).ifPresent(name -> parameters.setServerNames(List.of(name)));
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return new LinkTlsSocket(secured);
    } catch (SSLException e) {
      throw new LinkEndException(endOf(e, host + ":" + socket.getPort()));
    } catch (GeneralSecurityException e) {
      throw new LinkEndException(
          LinkEnd.of(Cause.TLS_FAILED, "this Java cannot do TLS (" + e.getMessage() + ")"));
    }
  }

  private static Optional<SNIHostName> serverName(LinkTls tls) {
    String name = "";
    if (tls instanceof LinkTls.Verified verified) {
      name = verified.name();
    } else if (tls instanceof LinkTls.Pinned pinned) {
      name = pinned.name();
    }
    if (name.indexOf('.') < 0 || CertificateName.isAddress(name)) { // RFC 6066 §3: host names
      return Optional.empty();
    }
    try {
      return Optional.of(new SNIHostName(IDN.toASCII(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static LinkEnd endOf(SSLException e, String server) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerTrust.UntrustedException untrusted) {
        return untrusted.end();
      }
      if (cause instanceof EOFException) {
        return LinkEnd.of(
            Cause.CLOSED,
            "the server at " + server + " closed the connection during the TLS handshake",
            "if this stays so: does that port speak TLS?");
      }
    }
    String words = LinkEnd.clip(String.valueOf(e.getMessage()));
    if (words.contains(PLAIN_PEER)) {
      return LinkEnd.of(
          Cause.TLS_FAILED,
          "the port " + server + " does not speak TLS",
          "set component.port to one that does, or component.tls to \"none\" where the network"
              + " between is trusted");
    }
    if (words.contains("unrecognized_name")) { // RFC 6066 §3
      return LinkEnd.of(
          Cause.TLS_FAILED,
          "the server at " + server + " has no certificate for the name that it was asked for",
          "set component.tls-name, or component.host, to a name that it has");
    }
    return LinkEnd.of(
        Cause.TLS_FAILED,
        "no TLS with the server at " + server + " (" + words + ")",
        "the server has to offer TLS 1.2 or newer on that port, without asking for a certificate");
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /** Says that nothing more will be written (close_notify, RFC 8446 §6.1). */
  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }
}
