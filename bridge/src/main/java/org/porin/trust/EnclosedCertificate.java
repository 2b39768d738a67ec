package org.porin.trust;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.porin.msgfmt.MediaType;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.Multipart;
import org.porin.msgfmt.MultipartLimits;
import org.porin.msgfmt.TransferEncoding;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The certificate that a request brings with it, in a part of its body (RFC 2392, RFC 8226 §7). */
final class EnclosedCertificate {
  private static final String CID = "cid:";

  private EnclosedCertificate() {}

  /** The part that a {@code cid:} URL names; empty for other URLs, and where there is none. */
  static Optional<Octets> of(SipRequest request, String url) {
    if (!url.toLowerCase(Locale.ROOT).startsWith(CID)) {
      return Optional.empty();
    }
    try {
      String id =
          URLDecoder.decode(
              url.substring(CID.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
      MediaType type = MediaType.parse(request.headers().first("Content-Type").orElse(""));
      if (!type.type().equals("multipart")) {
        return Optional.empty();
      }
      for (MimeEntity part : Multipart.parts(type, request.body(), MultipartLimits.DEFAULT)) {
        if (part.header("Content-ID").filter(("<" + id + ">")::equals).isPresent()) {
          return TransferEncoding.undo(part);
        }
      }
      return Optional.empty();
    } catch (MalformedException | IllegalArgumentException e) {
      return Optional.empty(); // then it is not there, which whoever looks for it says
    }
  }
}
