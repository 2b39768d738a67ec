package org.porin.trust;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;

/**
 * Makes certificates (RFC 5280) and requests of them (RFC 2986) for a domain that signs: its name
 * stands in the subjectAltName as URI and as DNS name (RFC 5922 §7.1), and what the key is for in
 * keyUsage and extendedKeyUsage (RFC 5924). The JDK has no public API for either.
 */
final class CertificateWriter {
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String ALTERNATIVE_NAME = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14"; // RFC 2985 §5.4.2
  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2"; // RFC 5758 §3.2

  private static final int MAX_COMMON_NAME_CHARS = 64; // RFC 5280 appendix A, ub-common-name
  private static final int DNS_NAME = 2; // GeneralName, RFC 5280 §4.2.1.6
  private static final int URI = 6;

  /** digitalSignature, the first bit; the other seven are not used. */
  private static final byte[] DIGITAL_SIGNATURE = {(byte) 0x80};

  private CertificateWriter() {}

  /**
   * A certificate that the key signs itself.
   *
   * @param keys of P-256
   * @param domain in A-labels
   * @param serial positive, of 159 bits at the most (RFC 5280 §4.1.2.2)
   */
  static X509Certificate selfSigned(
      KeyPair keys, String domain, BigInteger serial, Instant notBefore, Instant notAfter)
      throws GeneralSecurityException {
    byte[] name = name(domain);
    byte[] toBeSigned =
        Der.sequence(
            Der.constructed(0, Der.integer(BigInteger.TWO)), // v3
            Der.integer(serial),
            Der.sequence(Der.oid(ECDSA_WITH_SHA256)),
            name,
            Der.sequence(Der.time(notBefore), Der.time(notAfter)),
            name,
            keys.getPublic().getEncoded(),
            Der.constructed(3, extensions(keys, domain)));
    byte[] octets = signed(toBeSigned, keys.getPrivate());
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(octets));
  }

  /** What an authority is asked to certify, in DER. */
  static byte[] request(KeyPair keys, String domain) throws GeneralSecurityException {
    byte[] wanted = Der.sequence(Der.oid(EXTENSION_REQUEST), Der.set(extensions(keys, domain)));
    byte[] toBeSigned =
        Der.sequence(
            Der.integer(BigInteger.ZERO), // v1
            name(domain),
            keys.getPublic().getEncoded(),
            Der.constructed(0, wanted));
    return signed(toBeSigned, keys.getPrivate());
  }

  private static byte[] signed(byte[] toBeSigned, PrivateKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(toBeSigned);
    return Der.sequence(
        toBeSigned, Der.sequence(Der.oid(ECDSA_WITH_SHA256)), Der.bitString(0, signature.sign()));
  }

  private static byte[] name(String domain) {
    String shown = domain.substring(0, Math.min(domain.length(), MAX_COMMON_NAME_CHARS));
    return Der.sequence(
        Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text(Der.UTF8_STRING, shown))));
  }

  private static byte[] extensions(KeyPair keys, String domain) throws GeneralSecurityException {
    return Der.sequence(
        critical(BASIC_CONSTRAINTS, Der.sequence()), // no authority
        critical(KEY_USAGE, Der.bitString(7, DIGITAL_SIGNATURE)),
        extension(EXTENDED_KEY_USAGE, Der.sequence(Der.oid(SignerUse.SIP_DOMAIN))),
        extension(SUBJECT_KEY, Der.octetString(keyIdentifier(keys))),
        extension(
            ALTERNATIVE_NAME,
            Der.sequence(
                Der.primitive(URI, ascii("sip:" + domain)),
                Der.primitive(DNS_NAME, ascii(domain)))));
  }

  /** Any octets that name the key (RFC 7093 §2): 160 bits of the SHA-256 of what it stands in. */
  private static byte[] keyIdentifier(KeyPair keys) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
    return Arrays.copyOf(digest, 20);
  }

  private static byte[] critical(String oid, byte[] contents) {
    return Der.sequence(Der.oid(oid), Der.isTrue(), Der.octetString(contents));
  }

  private static byte[] extension(String oid, byte[] contents) {
    return Der.sequence(Der.oid(oid), Der.octetString(contents));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
