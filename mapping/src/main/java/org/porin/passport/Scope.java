package org.porin.passport;

import java.util.Locale;
import java.util.Optional;
import org.porin.address.DomainName;
import org.porin.wire.MalformedException;

/** What a token speaks of beside who and when: the claims of its kind (TRUST 1). */
public sealed interface Scope {
  /** The kind of tokens that speak so. */
  TokenKind kind();

  /** A MESSAGE with that body. */
  static Scope message(ClaimDigest msgi) {
    return new Message(Optional.of(msgi));
  }

  /** A request of that method with that body, which may be empty. */
  static Scope request(String method, ClaimDigest body) {
    return new Request(Optional.of(method), Optional.of(body));
  }

  /** The Message/CPIM object that {@link ClaimDigest#of(org.porin.msgfmt.CpimMessage)} digested. */
  static Scope object(ClaimDigest cpimd) {
    return new CpimObject(cpimd);
  }

  /** The first gateway of a request that nobody signed before. */
  static Scope gateway(String domain, String link) {
    return new Gateway(domain, 1, link, Optional.empty());
  }

  /** A gateway behind a token: that of the gateway before, or of who sent it. */
  static Scope gateway(String domain, int hop, String link, SignedPassport previous) {
    return new Gateway(domain, hop, link, Optional.of(ClaimDigest.of(previous)));
  }

  /**
   * Of a MESSAGE (RFC 9475).
   *
   * @param msgi the digest of its body; the RFC lets it be left out, and then nothing is said of
   *     the body
   */
  record Message(Optional<ClaimDigest> msgi) implements Scope {
    @Override
    public TokenKind kind() {
      return TokenKind.MESSAGE;
    }
  }

  /**
   * Of any request (RFC 8225).
   *
   * @param method the claim {@code mth}: the SIP method, of which others say nothing
   * @param body the claim {@code bod}: the digest of the body
   */
  record Request(Optional<String> method, Optional<ClaimDigest> body) implements Scope {
    private static final int MAX_METHOD_CHARS = 32;

    public Request {
      if (method.isPresent() && !isMethod(method.get())) {
        throw new IllegalArgumentException("a SIP method");
      }
    }

    private static boolean isMethod(String text) {
      return !text.isEmpty()
          && text.length() <= MAX_METHOD_CHARS
          && CharClass.LETTERS.and("-_").hasAll(text);
    }

    @Override
    public TokenKind kind() {
      return TokenKind.BASE;
    }
  }

  /**
   * Of a Message/CPIM object.
   *
   * @param digest the claim {@code cpimd}
   */
  record CpimObject(ClaimDigest digest) implements Scope {
    @Override
    public TokenKind kind() {
      return TokenKind.CPIM;
    }
  }

  /**
   * Of the way.
   *
   * @param domain whose gateway it is: {@code gw.dom}, A-labels in lower case
   * @param hop which gateway on the way, from 1: {@code gw.hop}
   * @param link by what the request came to it, such as {@code mtls}: {@code gw.lnk}
   * @param previous the digest of the token before: {@code prev}; empty where there was none
   */
  record Gateway(String domain, int hop, String link, Optional<ClaimDigest> previous)
      implements Scope {
    /** The most gateways on a way: another one is refused with 483 (TRUST 3). */
    public static final int MAX_HOPS = 8;

    static final int MOST_HOP = 255;
    private static final int MAX_LINK_CHARS = 32;

    public Gateway {
      if (!isDomain(domain) || hop < 1 || hop > MOST_HOP || !isLink(link)) {
        throw new IllegalArgumentException("a domain, a hop and a link");
      }
    }

    private static boolean isDomain(String text) {
      try {
        return DomainName.toALabels(text).equals(text);
      } catch (MalformedException e) {
        return false;
      }
    }

    private static boolean isLink(String text) {
      return !text.isEmpty()
          && text.length() <= MAX_LINK_CHARS
          && text.equals(text.toLowerCase(Locale.ROOT))
          && CharClass.LETTERS.and(CharClass.DIGITS).and("-").hasAll(text);
    }

    @Override
    public TokenKind kind() {
      return TokenKind.GATEWAY;
    }
  }

  /**
   * Of a change of target (RFC 8946).
   *
   * @param before who the target was: {@code div}, out of the {@code dest} of the token before
   */
  record Diversion(Identifier before) implements Scope {
    @Override
    public TokenKind kind() {
      return TokenKind.DIVERSION;
    }
  }
}
