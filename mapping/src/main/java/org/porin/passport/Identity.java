package org.porin.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.sip.SipHeaders;
import org.porin.wire.MalformedException;

/**
 * One value of the SIP header Identity (RFC 8224 §4). What it says of its token is a hint until
 * {@link #open} has compared both.
 *
 * @param token in the full or the compact form, not yet looked into
 * @param info where the certificate of the signer is, without angle brackets
 * @param alg the parameter of that name; without it the algorithm is ES256 (§4.1)
 * @param ppt the parameter of that name
 */
public record Identity(String token, String info, Optional<String> alg, Optional<String> ppt) {
  /** The name of the header. */
  public static final String NAME = "Identity";

  /** The most values of one request (TRUST 3). */
  public static final int MAX_VALUES = 8;

  /** The longest value, in chars: a token and its parameters. */
  public static final int MAX_CHARS = SignedPassport.MAX_CHARS + 2 * UriSyntax.MAX_CHARS;

  /** The most chars of all values of one request (TRUST 3). */
  public static final int MAX_ALL_CHARS = 32_768;

  /** Refuses what would be another value when it is read. */
  public Identity {
    if (!IdentityReader.isDigest(token)
        || !UriSyntax.isAbsolute(info)
        || !alg.map(IdentityReader::isToken).orElse(true)
        || !ppt.map(IdentityReader::isToken).orElse(true)) {
      throw new IllegalArgumentException("not an Identity");
    }
  }

  /** The value for a token. */
  public static Identity of(SignedPassport token) {
    Passport passport = token.passport();
    return new Identity(
        token.token(),
        passport.x5u(),
        Optional.of(PassportReader.ALGORITHM),
        passport.kind().ppt());
  }

  /**
   * All of a request, in their order.
   *
   * @throws MalformedException when there are more than the limits allow, or one breaks the
   *     grammar; its offset is in that value
   */
  public static List<Identity> of(SipHeaders headers) throws MalformedException {
    List<String> values = headers.all(NAME);
    long chars = values.stream().mapToLong(String::length).sum();
    if (values.size() > MAX_VALUES || chars > MAX_ALL_CHARS) {
      throw new MalformedException(
          "at most " + MAX_VALUES + " identities of " + MAX_ALL_CHARS + " chars", 0);
    }
    List<Identity> identities = new ArrayList<>(values.size());
    for (String value : values) {
      identities.add(parse(value));
    }
    return identities;
  }

  /** Reads one value. Parameters may stand in any order; unknown ones are left out. */
  public static Identity parse(String value) throws MalformedException {
    if (value.length() > MAX_CHARS) {
      throw new MalformedException("at most " + MAX_CHARS + " chars of an identity", MAX_CHARS);
    }
    return new IdentityReader(value).read();
  }

  /** The kind of the token by its parameter; empty for one to be ignored (RFC 8224 §6.2 step 1). */
  public Optional<TokenKind> kind() {
    return TokenKind.of(ppt);
  }

  /** Whether header and claims are left out of the token, to be rebuilt from the request. */
  public boolean isCompact() {
    return SignedPassport.isCompact(token);
  }

  /**
   * Reads the token, which must say what the parameters say (RFC 8224 §4.1).
   *
   * @throws MalformedException when it is malformed, of the compact form, or says something else
   */
  public SignedPassport open() throws MalformedException {
    SignedPassport signed = SignedPassport.parse(token);
    requireSameAs(signed.passport());
    return signed;
  }

  /**
   * Reads a token of the compact form.
   *
   * @param passport rebuilt from the request that carries it
   * @throws MalformedException as {@link #open}, and for one of the full form
   */
  public SignedPassport open(Passport passport) throws MalformedException {
    SignedPassport signed = SignedPassport.rebuild(token, passport);
    requireSameAs(passport);
    return signed;
  }

  private void requireSameAs(Passport passport) throws MalformedException {
    if (!alg.orElse(PassportReader.ALGORITHM).equals(PassportReader.ALGORITHM)) {
      throw new MalformedException("alg ES256", token.length());
    }
    if (!passport.x5u().equals(info)) { // by the letter: nothing is normalised
      throw new MalformedException("info as x5u", token.length());
    }
    if (!passport.kind().ppt().equals(ppt)) {
      throw new MalformedException("the ppt of the token", token.length());
    }
  }

  /** The wire form. */
  @Override
  public String toString() {
    return token
        + ";info=<"
        + info
        + ">"
        + alg.map(name -> ";alg=" + name).orElse("")
        + ppt.map(name -> ";ppt=" + name).orElse("");
  }
}
