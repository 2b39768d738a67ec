package org.porin.sip;

import org.porin.wire.MalformedException;

/**
 * The value of CSeq (RFC 3261 §20.16).
 *
 * @param number less than 2**31 (§8.1.1.5)
 * @param method a token; compares with case (§7.1)
 */
public record CSeq(long number, String method) {
  /** The largest number (§8.1.1.5). */
  public static final long MAX_NUMBER = (1L << 31) - 1;

  public CSeq {
    if (number < 0 || number > MAX_NUMBER) {
      throw new IllegalArgumentException("a CSeq number is less than 2**31");
    }
    if (!SipText.isToken(method)) {
      throw new IllegalArgumentException("a method is a token");
    }
  }

  /** Reads {@code 1*DIGIT LWS Method}. */
  public static CSeq parse(String text) throws MalformedException {
    SipCursor cursor = new SipCursor(text);
    long number = cursor.number(MAX_NUMBER, "CSeq number");
    if (!SipText.isBlank(cursor.peek())) {
      throw cursor.expected("blank before the method");
    }
    cursor.skipBlanks();
    CSeq cseq = new CSeq(number, cursor.token("method"));
    cursor.end();
    return cseq;
  }

  /** The wire form. */
  @Override
  public String toString() {
    return number + " " + method;
  }
}
