package org.porin.daemon;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.porin.component.ComponentSecret;

/**
 * Shows that a request to the operate endpoint comes from somebody who may read the configuration,
 * so from no web page and no other user of the host: the component secret, which proves it, does
 * not leave the process. Good for one body and one minute.
 */
final class OperatorProof {
  private static final String SCHEME = "Porin ";
  private static final Duration VALIDITY = Duration.ofMinutes(1);

  private final SecretKeySpec key;

  OperatorProof(ComponentSecret secret) {
    key = new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** The value of Authorization for a body. */
  String of(String body, Instant now) {
    return SCHEME + now.getEpochSecond() + " " + mac(now.getEpochSecond(), body);
  }

  /** Whether a value of Authorization is one for this body, and not older than a minute. */
  boolean isGiven(String authorization, String body, Instant now) {
    if (!authorization.matches("Porin [0-9]{1,12} [0-9a-f]{64}")) {
      return false;
    }
    String[] parts = authorization.split(" ", 3);
    long second = Long.parseLong(parts[1]);
    boolean fresh = Math.abs(now.getEpochSecond() - second) <= VALIDITY.toSeconds();
    return fresh
        && MessageDigest.isEqual(
            mac(second, body).getBytes(StandardCharsets.US_ASCII),
            parts[2].getBytes(StandardCharsets.US_ASCII));
  }

  private String mac(long second, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      String signed = "porin operate send\n" + second + "\n" + body;
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
