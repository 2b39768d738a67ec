package org.porin.daemon;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.porin.sip.SipCodec;
import org.porin.sip.SipHeader;
import org.porin.sip.SipInput;
import org.porin.sip.SipLimits;
import org.porin.sip.SipMessage;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What a reader says of a SIP message, read as a datagram (RFC 3261 §18.3). */
final class ParsedSip {
  private ParsedSip() {}

  static Map<String, Object> of(Octets octets) {
    SipInput input = SipCodec.decodeDatagram(octets, SipLimits.DEFAULT);
    Map<String, Object> json = new LinkedHashMap<>();
    int start = start(octets);
    if (input instanceof SipInput.Message message) {
      json.put("valid", true);
      List<String> lines = lines(octets, start);
      json.put("startLine", lines.get(0));
      json.putAll(message.message().choose(new StartLine()));
      json.put("headers", lines.stream().skip(1).map(ParsedSip::header).toList());
      body(message.message(), json);
    } else if (input instanceof SipInput.Malformed malformed) {
      json.put("valid", false);
      json.put("reason", "malformed");
      json.put("expected", malformed.cause().expected());
      json.put("offset", start + malformed.cause().offset());
      json.put("status", malformed.status());
    } else {
      json.put("valid", false);
      json.put("reason", "empty");
      json.put("expected", "start line");
      json.put("offset", start);
    }
    return json;
  }

  /** CR, LF and NUL before the start line are passed over; the codec counts from behind them. */
  private static int start(Octets octets) {
    int start = 0;
    while (start < octets.length() && "\r\n\0".indexOf(octets.at(start)) >= 0) {
      start++;
    }
    return start;
  }

  /** The start line and the headers, folded lines together, up to the empty line. */
  private static List<String> lines(Octets octets, int start) {
    byte[] in = octets.toArray();
    String text = new String(in, start, in.length - start, StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    for (int from = 0; !text.startsWith("\r\n", from); ) {
      int end = text.indexOf("\r\n", from);
      while (text.startsWith(" ", end + 2) || text.startsWith("\t", end + 2)) {
        end = text.indexOf("\r\n", end + 2);
      }
      lines.add(text.substring(from, end));
      from = end + 2;
    }
    return lines;
  }

  /** One line: the name in the standard's spelling, the value unfolded. */
  private static Map<String, String> header(String raw) {
    int colon = raw.indexOf(':');
    String value = raw.substring(colon + 1).replaceAll("[ \t]*\r\n[ \t]+", " ");
    SipHeader header = SipHeader.of(raw.substring(0, colon).strip(), value);
    Map<String, String> field = new LinkedHashMap<>();
    field.put("name", header.name());
    field.put("value", header.value());
    field.put("raw", raw);
    return field;
  }

  private static void body(SipMessage message, Map<String, Object> json) {
    try {
      json.put("bodyUtf8", message.body().toUtf8());
    } catch (MalformedException e) {
      json.put("bodyBase64", Base64.getEncoder().encodeToString(message.body().toArray()));
    }
  }

  private static final class StartLine implements SipMessage.Cases<Map<String, Object>> {
    @Override
    public Map<String, Object> request(SipRequest request) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("kind", "request");
      line.put("method", request.method());
      line.put("requestUri", request.requestUri());
      return line;
    }

    @Override
    public Map<String, Object> response(SipResponse response) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("kind", "response");
      line.put("status", response.status());
      line.put("phrase", response.reason());
      return line;
    }
  }
}
