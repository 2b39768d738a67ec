package org.porin.sip;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.porin.sip.Challenges.Challenge;
import org.porin.sip.Challenges.Realm;

/**
 * Our answers to one far end, or to the outbound proxy, that wants to know who we are (RFC 3261
 * §22). It remembers the nonces, so that later requests carry their answer at once (§22.2, §22.3).
 * For one thread at a time, or under one lock.
 */
public final class DigestClient {
  /** Realms of which a nonce is remembered; beyond them the one that is longest unused goes. */
  static final int MAX_REALMS = 16;

  private final Function<String, Optional<DigestCredentials>> credentials;
  private final Supplier<String> cnonces;
  private final Map<Realm, Nonce> nonces = new LinkedHashMap<>(16, 0.75f, true);

  /** A challenge that was answered, and how often its nonce was used. */
  private record Nonce(Challenge challenge, DigestCredentials credentials, long uses) {
    Nonce usedAgain() {
      return new Nonce(challenge, credentials, uses + 1);
    }
  }

  /**
   * @param credentials those for a realm; empty where it is none of ours, which then is not told
   *     who we are
   * @param cnonces visible ASCII that nobody can guess and that is never the same again
   */
  public DigestClient(
      Function<String, Optional<DigestCredentials>> credentials, Supplier<String> cnonces) {
    this.credentials = credentials;
    this.cnonces = cnonces;
  }

  /**
   * Begins to send a request, which is {@link DigestExchange#request()} then.
   *
   * @param request without credentials; what is there of them is replaced
   */
  public DigestExchange begin(SipRequest request) {
    return new DigestExchange(this, request);
  }

  /** The request with an answer to each realm that has asked before. */
  SipRequest authorize(SipRequest request) {
    SipHeaders headers = request.headers();
    for (Challenges.By by : Challenges.By.values()) {
      headers = headers.without(by.answerHeader());
    }
    nonces.values().removeIf(nonce -> nonce.uses == DigestCredentials.MAX_NONCE_COUNT);
    for (Map.Entry<Realm, Nonce> entry : nonces.entrySet()) {
      Nonce nonce = entry.getValue().usedAgain();
      entry.setValue(nonce);
      headers =
          headers.with(
              nonce.challenge.by().answerHeader(),
              nonce.credentials.answer(
                  nonce.challenge.digest(), request, cnonces.get(), nonce.uses));
    }
    return request.withHeaders(headers);
  }

  /** Takes up a challenge, and says whether there are credentials for it. */
  boolean learn(Challenge challenge) {
    Optional<DigestCredentials> ours = credentials.apply(challenge.digest().realm());
    if (ours.isEmpty()) {
      return false;
    }
    Realm realm = Realm.of(challenge);
    Nonce known = nonces.get(realm);
    long uses = 0;
    if (known != null && known.challenge.digest().nonce().equals(challenge.digest().nonce())) {
      uses = known.uses; // many servers give the same nonce twice, and count its uses
    }
    nonces.put(realm, new Nonce(challenge, ours.get(), uses));
    if (nonces.size() > MAX_REALMS) {
      nonces.remove(nonces.keySet().iterator().next());
    }
    return true;
  }

  /** Later requests do not carry what was refused. */
  void forget(Challenge challenge) {
    nonces.remove(Realm.of(challenge));
  }
}
