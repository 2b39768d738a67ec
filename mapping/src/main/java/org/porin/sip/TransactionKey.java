package org.porin.sip;

/** The name of a transaction, by which it is matched and spoken of. */
public sealed interface TransactionKey {
  /**
   * A transaction that we began (RFC 3261 §17.1.3).
   *
   * @param branch of the topmost Via, made by us
   * @param method that of CSeq
   */
  record ClientKey(String branch, String method) implements TransactionKey {}

  /**
   * A transaction that a peer began (§17.2.3).
   *
   * @param branch of the topmost Via; from a client before RFC 3261, all that it is matched by
   * @param sentBy of the topmost Via
   * @param method of the request
   */
  record ServerKey(String branch, String sentBy, String method) implements TransactionKey {
    /**
     * The key of a request. A branch without the magic cookie, or with nothing behind it, proves
     * nothing about its uniqueness: there Request-URI, tags, Call-ID, CSeq and the whole topmost
     * Via take its place, as §17.2.3 has it for RFC 2543.
     */
    static ServerKey of(SipRequest request) {
      Via via = request.topVia();
      String branch = via.branch().orElse("");
      boolean unique =
          branch.length() > Via.MAGIC_COOKIE.length()
              && branch.regionMatches(true, 0, Via.MAGIC_COOKIE, 0, Via.MAGIC_COOKIE.length());
      return new ServerKey(
          unique ? branch : oldIdentity(request, via), via.sentBy(), request.method());
    }

    private static String oldIdentity(SipRequest request, Via via) {
      return String.join(
          "\n", // which no value contains
          request.requestUri(),
          request.to().tag().orElse(""),
          request.from().tag().orElse(""),
          request.callId(),
          request.cseq().toString(),
          via.toString());
    }
  }
}
