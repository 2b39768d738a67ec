package org.porin.sip;

import java.time.Duration;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * The value of Retry-After (RFC 3261 §20.33); its comment is dropped.
 *
 * @param after how long the service is expected to be away, in whole seconds; at most {@link #MOST}
 * @param duration how long it will be there then; empty for ever
 */
public record RetryAfter(Duration after, Optional<Duration> duration) {
  /** What a peer names beyond this counts as this: numbers have no end in the grammar. */
  public static final Duration MOST = Duration.ofSeconds(Integer.MAX_VALUE);

  /** A comment may hold comments: as many in each other are followed. */
  private static final int MAX_COMMENT_DEPTH = 16;

  public RetryAfter {
    requireSeconds(after);
    duration.ifPresent(RetryAfter::requireSeconds);
  }

  /** To come again after that time, and for ever then; parts of a second count as a whole one. */
  public static RetryAfter of(Duration after) {
    Duration whole = Duration.ofSeconds(after.getNano() > 0 ? 1 : 0).plusSeconds(after.toSeconds());
    return new RetryAfter(whole.compareTo(MOST) > 0 ? MOST : whole, Optional.empty());
  }

  /**
   * Reads a value.
   *
   * <pre>Retry-After = delta-seconds [ comment ] *( SEMI retry-param )   (RFC 3261 §25.1)</pre>
   */
  public static RetryAfter parse(String text) throws MalformedException {
    SipCursor cursor = new SipCursor(text);
    Duration after = seconds(cursor);
    cursor.skipBlanks();
    if (cursor.peek() == '(') {
      skipComment(cursor);
    }
    Optional<String> duration = SipParameter.find(cursor.parametersToEnd(), "duration");
    return new RetryAfter(
        after, duration.isPresent() ? Optional.of(whole(duration.get())) : Optional.empty());
  }

  /** The wire form. */
  @Override
  public String toString() {
    return after.toSeconds() + duration.map(time -> ";duration=" + time.toSeconds()).orElse("");
  }

  private static Duration whole(String text) throws MalformedException {
    SipCursor cursor = new SipCursor(text);
    Duration seconds = seconds(cursor);
    cursor.end();
    return seconds;
  }

  private static Duration seconds(SipCursor cursor) throws MalformedException {
    return Duration.ofSeconds(cursor.numberUpTo(MOST.toSeconds(), "delta-seconds"));
  }

  /** {@code LPAREN *( ctext / quoted-pair / comment ) RPAREN}. */
  private static void skipComment(SipCursor cursor) throws MalformedException {
    int start = cursor.offset();
    int depth = 0;
    do {
      cursor.until("()\\");
      if (cursor.trySkip('(')) {
        depth++;
      } else if (cursor.trySkip(')')) {
        depth--;
      } else if (!cursor.trySkip('\\') || !cursor.trySkipAny()) {
        throw new MalformedException("a closing parenthesis", start);
      }
      if (depth > MAX_COMMENT_DEPTH) {
        throw cursor.expected("fewer comments in each other");
      }
    } while (depth > 0);
  }

  private static void requireSeconds(Duration time) {
    if (time.isNegative() || time.getNano() != 0 || time.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("whole seconds from 0 to 2**31 - 1");
    }
  }
}
