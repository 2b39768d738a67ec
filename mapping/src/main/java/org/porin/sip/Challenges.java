package org.porin.sip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * What a 401 or 407 asks for. Both headers are looked at whatever the status is, since a proxy that
 * forks puts all challenges into one response (RFC 3261 §16.7 step 7, §22.3).
 *
 * @param list those that can be answered, in the order in which they came
 * @param others how many there are that cannot: of another scheme or algorithm, or malformed
 */
public record Challenges(List<Challenge> list, int others) {
  /** More of one response are not looked at. */
  static final int MAX_COUNT = 16;

  /** Who asks, and so in which header the answer stands. */
  public enum By {
    /** The far end: WWW-Authenticate, Authorization (§22.2). */
    USER_AGENT("WWW-Authenticate", "Authorization"),
    /** A proxy on the way: Proxy-Authenticate, Proxy-Authorization (§22.3). */
    PROXY("Proxy-Authenticate", "Proxy-Authorization");

    private final String challengeHeader;
    private final String answerHeader;

    By(String challengeHeader, String answerHeader) {
      this.challengeHeader = challengeHeader;
      this.answerHeader = answerHeader;
    }

    /** The header in which the challenge came. */
    public String challengeHeader() {
      return challengeHeader;
    }

    /** The header in which the answer goes. */
    public String answerHeader() {
      return answerHeader;
    }
  }

  /** One challenge, and who asks. */
  public record Challenge(By by, DigestChallenge digest) {}

  public Challenges {
    list = List.copyOf(list);
  }

  /** The challenges of a response. */
  public static Challenges of(SipResponse response) {
    List<Challenge> list = new ArrayList<>(2);
    int seen = 0;
    for (By by : By.values()) {
      for (String value : response.headers().all(by.challengeHeader)) {
        seen++;
        if (seen <= MAX_COUNT) {
          read(value).ifPresent(digest -> list.add(new Challenge(by, digest)));
        }
      }
    }
    return new Challenges(list, seen - list.size());
  }

  /**
   * The one to answer of each realm: the topmost of those here, since servers put what they like
   * best on top (RFC 8760 §2.3, §2.4).
   */
  public List<Challenge> best() {
    Map<Realm, Challenge> best = new LinkedHashMap<>();
    for (Challenge challenge : list) {
      best.putIfAbsent(Realm.of(challenge), challenge);
    }
    return List.copyOf(best.values());
  }

  /** A protection space (§22.1): credentials and nonces belong to one. */
  record Realm(By by, String name) {
    static Realm of(Challenge challenge) {
      return new Realm(challenge.by, challenge.digest.realm());
    }
  }

  private static Optional<DigestChallenge> read(String value) {
    try {
      return DigestChallenge.parse(value);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
