package org.porin.profile;

/**
 * What a message is called on the wire from try to try, so that who has it already knows the repeat
 * (OPEN b). Whoever keeps the message keeps this with it, over restarts too.
 *
 * @param token {@link #TOKEN_CHARS} letters and digits that nobody can guess, of this message only
 * @param sequence a number that no other message of the same thread has, nor the three behind it; 1
 *     to 2^31 - 4
 * @param round how often it was refused for certain: then nobody has it, and its names are new
 * @param mayHaveArrived whether a try before this one may have come through
 */
public record Sending(String token, int sequence, int round, boolean mayHaveArrived) {
  /** 128 bits in base32. */
  public static final int TOKEN_CHARS = 26;

  /** How far the numbers of two messages of one thread lie apart: a try may need some. */
  public static final int SEQUENCE_STEP = 4;

  /** The largest number. */
  public static final int MAX_SEQUENCE = Integer.MAX_VALUE - SEQUENCE_STEP + 1;

  public Sending {
    if (!isToken(token) || sequence < 1 || sequence > MAX_SEQUENCE || round < 0) {
      throw new IllegalArgumentException("a sending has a token, a number, and a round");
    }
  }

  /** The token of this round: another one for each. */
  public String roundToken() {
    return round == 0 ? token : token + "-" + round;
  }

  /** Whether a text has the form of a token. */
  public static boolean isToken(String text) {
    if (text.length() != TOKEN_CHARS) {
      return false;
    }
    for (int i = 0; i < TOKEN_CHARS; i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '2' && c <= '7')) {
        return false;
      }
    }
    return true;
  }
}
