package org.porin.sip;

import org.porin.wire.MalformedException;

/**
 * One value of Warning (RFC 3261 §20.43): what a person should know of a response.
 *
 * @param code 300 to 399 of SIP; {@link #MISCELLANEOUS} where none of the others fits
 * @param agent who warns: host, host with port, or a name, all of token chars, colons and brackets
 * @param text for a person, without controls
 */
public record Warning(int code, String agent, String text) {
  /** Any text for a person; nobody may act upon it without one (§20.43). */
  public static final int MISCELLANEOUS = 399;

  public Warning {
    if (code < 100 || code > 999) {
      throw new IllegalArgumentException("a warn-code has three digits");
    }
    if (agent.isEmpty() || firstNotAgent(agent) >= 0) {
      throw new IllegalArgumentException("a warn-agent is a host or a token");
    }
    SipParameter.requireSafe(text);
    if (SipText.firstForbidden(SipParameter.quote(text)) >= 0) {
      throw new IllegalArgumentException("a warn-text is text");
    }
  }

  /**
   * Reads one value; a line with several is split before.
   *
   * <pre>warning-value = warn-code SP warn-agent SP warn-text   (RFC 3261 §25.1)</pre>
   */
  public static Warning parse(String value) throws MalformedException {
    SipCursor cursor = new SipCursor(value);
    int code = (int) cursor.number(999, "warn-code");
    if (cursor.offset() != 3 || code < 100) {
      throw new MalformedException("warn-code", 0);
    }
    String agent = word(cursor, "warn-agent");
    int fault = firstNotAgent(agent);
    if (fault >= 0) {
      throw new MalformedException("warn-agent", cursor.offset() - agent.length() + fault);
    }
    blanks(cursor, "warn-text");
    String text = cursor.quotedString();
    cursor.end();
    return new Warning(code, agent, text);
  }

  /** The wire form; its text is quoted so that nothing in it ends the line or the value. */
  @Override
  public String toString() {
    return code + " " + agent + " " + SipParameter.quote(text);
  }

  private static String word(SipCursor cursor, String what) throws MalformedException {
    blanks(cursor, what);
    String word = cursor.until(" \t");
    if (word.isEmpty()) {
      throw cursor.expected(what);
    }
    return word;
  }

  private static void blanks(SipCursor cursor, String what) throws MalformedException {
    if (!SipText.isBlank(cursor.peek())) {
      throw cursor.expected("blank before " + what);
    }
    cursor.skipBlanks();
  }

  private static int firstNotAgent(String agent) {
    for (int i = 0; i < agent.length(); i++) {
      char c = agent.charAt(i);
      if (!SipText.isTokenChar(c) && c != ':' && c != '[' && c != ']') {
        return i;
      }
    }
    return -1;
  }
}
