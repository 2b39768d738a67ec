package org.porin.sip;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.porin.sip.Challenges.Challenge;
import org.porin.sip.Challenges.Realm;

/**
 * One request on its way through the challenges of proxies and far end (RFC 3261 §22). For the
 * thread of its {@link DigestClient}.
 */
public final class DigestExchange {
  /** More challenges than this are not answered: more proxies in a row do not ask. */
  static final int MAX_ANSWERS = 5;

  private final DigestClient client;
  private final Set<Realm> answered = new HashSet<>();
  private SipRequest request;
  private int answers;

  DigestExchange(DigestClient client, SipRequest request) {
    this.client = client;
    this.request = client.authorize(request);
  }

  /** What is to be done about a challenge. */
  public enum Outcome {
    /** {@link #request()} is another one now, with credentials and the next CSeq: send that. */
    SEND_AGAIN,
    /** There is no challenge in it that could be answered: the response stands. */
    UNSUPPORTED,
    /** It asks for realms of which there are no credentials. */
    NO_CREDENTIALS,
    /** What we answered was not good enough; the same is not tried again (§22.1). */
    REJECTED
  }

  /** The request as it is to be sent, but for its Via. */
  public SipRequest request() {
    return request;
  }

  /**
   * A 401 or 407 to {@link #request()} came in.
   *
   * <p>A challenge is answered if this request has not answered that realm before, or if only the
   * nonce was stale. An answer to the challenge of an earlier request does not count: the server
   * may have been started anew since, and not know its own nonce.
   */
  public Outcome challenged(SipResponse response) {
    List<Challenge> challenges = Challenges.of(response).best();
    boolean rejected = false;
    boolean progress = false;
    for (Challenge challenge : challenges) {
      Realm realm = Realm.of(challenge);
      if (answered.contains(realm) && !challenge.digest().stale()) {
        client.forget(challenge);
        rejected = true;
      } else if (client.learn(challenge)) {
        answered.add(realm);
        progress = true;
      }
    }
    if (rejected || answers == MAX_ANSWERS) {
      return Outcome.REJECTED;
    }
    if (!progress) {
      return challenges.isEmpty() ? Outcome.UNSUPPORTED : Outcome.NO_CREDENTIALS;
    }
    answers++;
    CSeq cseq = request.cseq(); // §22.2: MUST be incremented
    request =
        client.authorize(
            request.withHeaders(
                request
                    .headers()
                    .withFirst("CSeq", new CSeq(cseq.number() + 1, cseq.method()).toString())));
    return Outcome.SEND_AGAIN;
  }
}
