package org.porin.passport;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Vectors;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The vectors of TRUST: {@code vectors/trust}. */
final class TrustVectors {
  private static final List<String> LINES =
      Arrays.asList(
          Vectors.octets("trust/vectors.txt").toText(0, length("trust/vectors.txt")).split("\n"));

  private TrustVectors() {}

  private static int length(String file) {
    return Vectors.octets(file).length();
  }

  /** The JSON of a header, as it is signed. */
  static String header(String kind) {
    return lastField(kind + " header ");
  }

  /** The JSON of claims, as it is signed. */
  static String payload(String kind) {
    return lastField(kind + " payload ");
  }

  static String token(String kind) {
    return lastField(kind + " token(");
  }

  /** The key that signed a kind of token. */
  static PublicKey key(String kind) throws GeneralSecurityException {
    return JdkEs256.publicKey(lastField(kind.equals("Tg") ? "key B pub " : "key A pub "));
  }

  /** The body of the MESSAGE that Ts and Tc speak of. */
  static Octets body() {
    return Vectors.octets("trust/body.cpim");
  }

  static CpimMessage object() throws MalformedException {
    return CpimCodec.decode(body(), CpimLimits.DEFAULT);
  }

  private static String lastField(String start) {
    String line =
        LINES.stream()
            .filter(each -> each.startsWith(start))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no vector " + start));
    return line.substring(line.lastIndexOf(' ') + 1);
  }
}
