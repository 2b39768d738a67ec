package org.porin.passport;

import java.util.ArrayList;
import java.util.List;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Header;
import org.porin.msgfmt.HeaderName;
import org.porin.wire.MalformedException;

/**
 * The header {@code Assertion} of a Message/CPIM object, which carries tokens where the transport
 * has no place for them (TRUST 4). Found by its namespace, never by the prefix (RFC 3862 §3.4).
 */
public final class AssertionHeader {
  /** The namespace of this header, and of the element that tells XMPP clients. */
  public static final String NAMESPACE = "urn:uuid:5b0c9c4e-7f0a-4f6e-9d53-2a7c1e8f4d10";

  /** What the header is called. */
  public static final HeaderName NAME = new HeaderName(NAMESPACE, "Assertion");

  private static final String PREFIX = "tra";
  private static final int MAX_TOKENS = 8;

  private AssertionHeader() {}

  /**
   * An object of our own making with the namespace declared: this is what {@link ClaimDigest}
   * digests for {@code cpimd}, and what {@link #add} adds to.
   */
  public static CpimMessage declare(CpimMessage message) {
    return CpimBuilder.after(message).namespace(PREFIX, NAMESPACE).build(message.entity());
  }

  /** A {@linkplain #declare declared} object with one line more for this token. */
  public static CpimMessage add(CpimMessage declared, SignedPassport token) {
    return CpimBuilder.after(declared)
        .header(PREFIX, NAME.name(), token.token())
        .build(declared.entity());
  }

  /** The object without its lines; the declaration stays. */
  public static CpimMessage without(CpimMessage message) {
    List<Header> headers = new ArrayList<>(message.headers());
    headers.removeIf(header -> header.qualifiedName().equals(NAME));
    return new CpimMessage(headers, message.entity());
  }

  /**
   * The tokens of an object: none, one of who made it, or those of gateways in the order of their
   * hops, around another object.
   *
   * @throws MalformedException when a line is no token, or the tokens are not as described; its
   *     offset is in the value of the line
   */
  public static List<SignedPassport> tokens(CpimMessage message) throws MalformedException {
    List<Header> lines = message.headers(NAME);
    if (lines.size() > MAX_TOKENS) {
      throw new MalformedException("at most " + MAX_TOKENS + " assertions", 0);
    }
    List<SignedPassport> tokens = new ArrayList<>(lines.size());
    for (Header line : lines) {
      tokens.add(token(line));
    }
    if (!isOfMaker(tokens) && !isOfGateways(tokens, message)) {
      throw new MalformedException("one assertion, or those of gateways around an object", 0);
    }
    return tokens;
  }

  /** One full-form token and nothing else: no parameter, no escape. */
  private static SignedPassport token(Header line) throws MalformedException {
    String start = line.prefix().isEmpty() ? "" : line.prefix() + ".";
    if (!line.raw().equals(start + line.name() + ": " + line.value())) {
      throw new MalformedException("a token alone", 0);
    }
    return SignedPassport.parse(line.value());
  }

  private static boolean isOfMaker(List<SignedPassport> tokens) {
    return tokens.isEmpty()
        || (tokens.size() == 1 && tokens.get(0).passport().kind() == TokenKind.CPIM);
  }

  private static boolean isOfGateways(List<SignedPassport> tokens, CpimMessage message) {
    int hop = 0;
    for (SignedPassport token : tokens) {
      if (!(token.passport().scope() instanceof Scope.Gateway gateway) || gateway.hop() <= hop) {
        return false;
      }
      hop = gateway.hop();
    }
    return message.entity().contentType().is("message", "cpim");
  }
}
