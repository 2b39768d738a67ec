package org.porin.trust;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Optional;
import org.porin.wire.Octets;

/**
 * ES256 (RFC 7518 §3.4): ECDSA on P-256 with SHA-256, a signature being 64 octets, r before s. By
 * the Amazon Corretto provider where its native library loads, which is twenty times as fast, and
 * by the JDK elsewhere. Safe for many threads.
 */
public final class Es256 {
  /** Octets of a signature. */
  public static final int SIGNATURE_OCTETS = 64;

  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
  private static final ECParameterSpec P256 = p256();

  private final Optional<Provider> provider;

  private Es256(Optional<Provider> provider) {
    this.provider = provider;
  }

  /** By the fastest library that there is. */
  public static Es256 open() {
    AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
    return corretto.getLoadingError() == null ? new Es256(Optional.of(corretto)) : byJdk();
  }

  /** By the JDK. */
  public static Es256 byJdk() {
    return new Es256(Optional.empty());
  }

  /** The library in use, for a person. */
  public String library() {
    return provider.map(each -> each.getName() + " " + each.getVersionStr()).orElse("the JDK");
  }

  /**
   * A key as this library has it best, so that no signature has to translate it.
   *
   * @throws InvalidKeyException when it is not on P-256
   */
  public PrivateKey prepared(PrivateKey key) throws InvalidKeyException {
    return (PrivateKey) translated(key);
  }

  /**
   * As {@link #prepared(PrivateKey)}.
   *
   * @throws InvalidKeyException when it is not on P-256
   */
  public PublicKey prepared(PublicKey key) throws InvalidKeyException {
    return (PublicKey) translated(key);
  }

  /**
   * Signs octets.
   *
   * @param key one of P-256, at best as {@link #prepared(PrivateKey)} gave it
   * @throws IllegalArgumentException when the key is of another kind
   */
  public Octets sign(PrivateKey key, Octets signed) {
    try {
      Signature signature = signature();
      signature.initSign(key);
      signature.update(signed.toBuffer());
      byte[] made = signature.sign();
      if (made.length != SIGNATURE_OCTETS) {
        throw new IllegalArgumentException("a key on another curve");
      }
      return Octets.copyOf(made);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key that signs by ES256", e);
    }
  }

  /**
   * Whether a signature is that of these octets by the owner of the key.
   *
   * @param key one of P-256, at best as {@link #prepared(PublicKey)} gave it
   */
  public boolean verify(PublicKey key, Octets signed, Octets signature) {
    if (signature.length() != SIGNATURE_OCTETS) { // RFC 7518 §3.4: MUST be 64, nothing shorter
      return false;
    }
    try {
      Signature verifier = signature();
      verifier.initVerify(key);
      verifier.update(signed.toBuffer());
      return verifier.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      return false; // r or s out of range
    }
  }

  private Signature signature() throws GeneralSecurityException {
    return provider.isPresent()
        ? Signature.getInstance(ALGORITHM, provider.get())
        : Signature.getInstance(ALGORITHM);
  }

  private Key translated(Key key) throws InvalidKeyException {
    if (!isP256(key)) {
      throw new InvalidKeyException("not on the curve P-256");
    }
    try {
      return provider.isPresent()
          ? KeyFactory.getInstance("EC", provider.get()).translateKey(key)
          : key;
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("not a key of P-256", e);
    }
  }

  /** Whether a key is an elliptic one on P-256 (secp256r1), the only curve of ES256. */
  static boolean isP256(Key key) {
    if (!(key instanceof ECKey elliptic)) {
      return false;
    }
    ECParameterSpec spec = elliptic.getParams();
    return spec.getCurve().equals(P256.getCurve())
        && spec.getGenerator().equals(P256.getGenerator())
        && spec.getOrder().equals(P256.getOrder())
        && spec.getCofactor() == P256.getCofactor();
  }

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }
}
