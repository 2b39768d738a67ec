package org.porin.msgfmt;

import java.util.ArrayList;
import java.util.List;
import org.porin.msgfmt.Header.Parameter;

/**
 * One header line without its CR LF; control characters and white space at its ends were seen to
 * before.
 *
 * <pre>Header = Header-name ":" *( ";" Parameter ) SP Header-value CRLF   (RFC 3862 §3.6)</pre>
 */
final class HeaderLine {
  private static final String[] CORE_NAMES = {
    "From", "To", "DateTime", "Subject", "cc", "NS", "Require"
  };

  private HeaderLine() {}

  /** Reads a line. Offsets in the fault count chars. */
  static Header decode(String line, Namespaces namespaces, CpimReading reading) throws CpimFault {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new CpimFault(CpimReason.BAD_HEADER_SYNTAX, line.length());
    }
    int prefixEnd = Grammar.endOfName(line, 0);
    int nameStart = line.charAt(prefixEnd) == '.' && prefixEnd > 0 ? prefixEnd + 1 : 0;
    int nameEnd = Grammar.endOfName(line, nameStart);
    if (nameEnd != colon || nameEnd == nameStart) {
      throw new CpimFault(CpimReason.BAD_HEADER_NAME, nameEnd);
    }
    String prefix = nameStart == 0 ? "" : line.substring(0, prefixEnd);
    String name = name(line, nameStart, nameEnd);

    List<Parameter> parameters = List.of();
    int at = colon + 1;
    while (at < line.length() && line.charAt(at) == ';') {
      int end = endOfParameter(line, at);
      if (end < 0) {
        throw new CpimFault(CpimReason.BAD_HEADER_SYNTAX, at);
      }
      if (parameters.isEmpty()) {
        parameters = new ArrayList<>(1);
      }
      parameters.add(parameter(line.substring(at + 1, end)));
      at = end;
    }
    if (at < line.length() && line.charAt(at) == ' ') {
      at++;
      if (at < line.length() && line.charAt(at) == ' ' && !reading.lenient()) {
        throw new CpimFault(CpimReason.EXTRA_SPACE, at);
      }
    } else if (!reading.lenient()) {
      throw new CpimFault(CpimReason.NO_SPACE_AFTER_COLON, at);
    }

    String namespace = namespaces.of(prefix);
    if (namespace.isEmpty() && !reading.lenient()) {
      throw new CpimFault(CpimReason.UNDECLARED_PREFIX, 0);
    }
    Header header = Header.read(namespace, prefix, name, parameters, line, at);
    if (!namespaces.take(header)) {
      throw new CpimFault(CpimReason.BAD_HEADER_SYNTAX, at);
    }
    return header;
  }

  /** The name; one and the same object for each of those of RFC 3862 §4. */
  private static String name(String line, int start, int end) {
    for (String known : CORE_NAMES) {
      if (known.length() == end - start && line.startsWith(known, start)) {
        return known;
      }
    }
    return line.substring(start, end);
  }

  /** Where the value of a line begins that {@link #decode} has taken. */
  static int valueStart(String line) {
    int at = line.indexOf(':') + 1;
    while (at < line.length() && line.charAt(at) == ';') {
      int end = endOfParameter(line, at);
      if (end < 0) {
        return at;
      }
      at = end;
    }
    return at < line.length() && line.charAt(at) == ' ' ? at + 1 : at;
  }

  /** Where the parameter ends whose ";" is at {@code from}; -1 if there is none. */
  private static int endOfParameter(String line, int from) {
    int equals = Grammar.endOfName(line, from + 1);
    if (equals == from + 1 || equals >= line.length() || line.charAt(equals) != '=') {
      return -1;
    }
    int value = equals + 1;
    if (value < line.length() && line.charAt(value) == '"') {
      return Grammar.endOfString(line, value);
    }
    int end = Grammar.endOfToken(line, value);
    return end == value ? -1 : end;
  }

  private static Parameter parameter(String text) {
    int equals = text.indexOf('=');
    String value = text.substring(equals + 1);
    String plain =
        value.startsWith("\"") ? Escapes.decode(value.substring(1, value.length() - 1)) : value;
    return new Parameter(text.substring(0, equals), plain);
  }
}
